/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.util.List;
import java.util.OptionalInt;

/**
 * A partition as the controller's committed metadata has it.
 *
 * @param leader the leading broker; empty when no replica may lead
 * @param leaderEpoch Kafka's leader epoch
 * @param isr the in-sync replicas
 * @param replicas all replicas, the preferred leader first
 */
public record PartitionView(
        PartitionId partition, OptionalInt leader, int leaderEpoch, List<Integer> isr, List<Integer> replicas) {
    public PartitionView {
        isr = List.copyOf(isr);
        replicas = List.copyOf(replicas);
    }
}
