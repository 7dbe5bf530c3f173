/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.ClusterListener;

/**
 * What a broker sees of the rest of the cluster besides the wire.
 *
 * @param neighbours the other brokers' drivers
 * @param events told of what happens on this broker
 */
record Surroundings(ReplicationDriver.Neighbours neighbours, ClusterListener events) {}
