/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.group.Groups;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestPartition;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopicCollection;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.OffsetDeleteRequest;
import org.apache.kafka.common.requests.OffsetDeleteResponse;
import org.apache.kafka.common.utils.internals.BufferSupplier;
import org.apache.kafka.metadata.MetadataCache;

/** OffsetDelete 0. Partitions that do not exist are refused here, each with its own error. */
final class OffsetDeleteHandler implements Handler<OffsetDeleteRequest> {

    private final Groups groups;
    private final MetadataCache metadata;

    OffsetDeleteHandler(Groups groups, MetadataCache metadata) {
        this.groups = groups;
        this.metadata = metadata;
    }

    @Override
    public CompletionStage<AbstractResponse> handle(OffsetDeleteRequest request, RequestScope scope) {
        OffsetDeleteResponse.Builder response = new OffsetDeleteResponse.Builder();
        OffsetDeleteRequestTopicCollection existing = new OffsetDeleteRequestTopicCollection();
        for (OffsetDeleteRequestTopic topic : request.data().topics()) {
            OffsetDeleteRequestTopic kept = existing(topic, response);
            if (!kept.partitions().isEmpty()) {
                existing.add(kept);
            }
        }
        OffsetDeleteRequestData asked = new OffsetDeleteRequestData()
                .setGroupId(request.data().groupId())
                .setTopics(existing);
        return groups.coordinator()
                .deleteOffsets(new GroupCaller(scope), asked, BufferSupplier.NO_CACHING)
                .thenApply(data -> response.merge(data).build());
    }

    private OffsetDeleteRequestTopic existing(OffsetDeleteRequestTopic topic, OffsetDeleteResponse.Builder response) {
        OffsetDeleteRequestTopic kept = new OffsetDeleteRequestTopic().setName(topic.name());
        for (OffsetDeleteRequestPartition partition : topic.partitions()) {
            if (metadata.getLeaderAndIsr(topic.name(), partition.partitionIndex())
                    .isPresent()) {
                kept.partitions().add(partition);
            } else {
                response.addPartition(topic.name(), partition.partitionIndex(), Errors.UNKNOWN_TOPIC_OR_PARTITION);
            }
        }
        return kept;
    }
}
