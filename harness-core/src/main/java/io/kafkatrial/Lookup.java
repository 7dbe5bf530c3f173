/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.RunningCluster;
import java.util.Set;
import java.util.TreeSet;

/** Finds partitions by their text, with complaints. */
final class Lookup {

    private Lookup() {}

    static PartitionView partition(RunningCluster running, String partition) {
        PartitionId id = id(partition);
        return running.partition(id).orElseThrow(() -> {
            Set<String> topics = new TreeSet<>();
            running.partitions().forEach(view -> topics.add(view.partition().topic()));
            return Complaints.unknownPartition(id, topics);
        });
    }

    static PartitionId id(String partition) {
        try {
            return PartitionId.parse(partition);
        } catch (IllegalArgumentException notAPartition) {
            throw Complaints.partition(partition);
        }
    }
}
