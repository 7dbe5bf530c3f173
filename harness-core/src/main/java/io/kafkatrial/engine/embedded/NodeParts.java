/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.embedded.api.BrokerConfig;
import io.kafkatrial.engine.embedded.log.Disk;
import io.kafkatrial.engine.embedded.loop.Loop;
import io.kafkatrial.engine.embedded.quorum.Quorum;

/**
 * What one incarnation of a broker is built on.
 *
 * @param id the broker's node id
 * @param loop the incarnation's own loop
 * @param fabric shared with the other nodes
 * @param quorum the cluster's controllers
 * @param disk the broker's disk, kept from the incarnation before
 * @param config the broker's merged configuration by Kafka's names
 * @param port the broker's port
 * @param previousEpoch the broker epoch before a clean shutdown, -1 after a crash
 */
record NodeParts(
        int id,
        Loop loop,
        Fabric fabric,
        Quorum quorum,
        Disk disk,
        BrokerConfig config,
        int port,
        long previousEpoch) {}
