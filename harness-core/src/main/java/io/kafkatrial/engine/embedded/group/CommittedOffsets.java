/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import io.kafkatrial.engine.PartitionId;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.protocol.Errors;

/** Finds in the answer to an offset commit what was committed. */
final class CommittedOffsets {

    private CommittedOffsets() {}

    static void tell(
            OffsetCommitRequestData request, OffsetCommitResponseData response, OffsetCommitListener listener) {
        Set<PartitionId> committed = new HashSet<>();
        for (var topic : response.topics()) {
            for (var partition : topic.partitions()) {
                if (partition.errorCode() == Errors.NONE.code()) {
                    committed.add(new PartitionId(topic.name(), partition.partitionIndex()));
                }
            }
        }
        for (var topic : request.topics()) {
            for (var partition : topic.partitions()) {
                PartitionId id = new PartitionId(topic.name(), partition.partitionIndex());
                if (committed.contains(id)) {
                    listener.committed(request.groupId(), id, partition.committedOffset());
                }
            }
        }
    }
}
