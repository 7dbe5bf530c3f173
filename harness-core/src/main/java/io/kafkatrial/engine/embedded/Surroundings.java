/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.ClusterListener;
import java.util.function.BiConsumer;

/**
 * What a broker sees of the rest of the cluster besides the wire.
 *
 * @param others the other brokers
 * @param events told of what happens on this broker
 * @param supervisor told when the process must end because its disk failed
 */
record Surroundings(
        BrokerPeers.Others others, ClusterListener events, BiConsumer<Integer, ReplicationDriver> supervisor) {

    /** The drivers of the other brokers' replicas. */
    ReplicationDriver.Neighbours neighbours() {
        return id -> {
            Brain brain = others.broker(id);
            return brain == null ? null : brain.replicas();
        };
    }
}
