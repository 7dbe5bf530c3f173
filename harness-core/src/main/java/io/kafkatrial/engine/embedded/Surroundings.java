/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.ClusterListener;
import java.util.function.BiConsumer;

/**
 * What a broker sees of the rest of the cluster besides the wire.
 *
 * @param neighbours the other brokers' drivers
 * @param events told of what happens on this broker
 * @param supervisor told when the process must end because its disk failed
 */
record Surroundings(
        ReplicationDriver.Neighbours neighbours,
        ClusterListener events,
        BiConsumer<Integer, ReplicationDriver> supervisor) {}
