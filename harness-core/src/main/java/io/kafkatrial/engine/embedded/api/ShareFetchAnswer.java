/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.api.BrokerView.CurrentLeader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.message.ShareAcknowledgeResponseData;
import org.apache.kafka.common.message.ShareFetchResponseData.PartitionData;
import org.apache.kafka.common.message.ShareFetchResponseData.ShareFetchableTopicResponse;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.ShareFetchResponse;

/** Adds to a share fetch's answer what is not about records: leaders, and the ends of acknowledgements. */
final class ShareFetchAnswer {

    private ShareFetchAnswer() {}

    /** Say who leads the partitions this broker does not, with the addresses of those. */
    static List<Node> addLeaders(BrokerView broker, Map<TopicIdPartition, PartitionData> parts, RequestScope scope) {
        Map<Integer, Node> endpoints = new LinkedHashMap<>();
        parts.forEach((id, part) -> {
            if (ShareAcknowledgeHandler.isAboutLeadership(part.errorCode())) {
                CurrentLeader current = broker.leaderOf(id.topicPartition(), scope.listener());
                current.node().ifPresent(node -> endpoints.put(node.id(), node));
                part.currentLeader().setLeaderId(current.id()).setLeaderEpoch(current.epoch());
            }
        });
        return new ArrayList<>(endpoints.values());
    }

    /** Say how acknowledgements ended, in a place of their own where nothing was fetched. */
    static void addAcknowledgements(
            ShareFetchResponse response, Map<TopicIdPartition, ShareAcknowledgeResponseData.PartitionData> ends) {
        ends.forEach((id, end) -> part(response, id)
                .setAcknowledgeErrorCode(end.errorCode())
                .setAcknowledgeErrorMessage(end.errorMessage()));
    }

    private static PartitionData part(ShareFetchResponse response, TopicIdPartition id) {
        ShareFetchableTopicResponse topic = response.data().responses().find(id.topicId());
        if (topic == null) {
            topic = new ShareFetchableTopicResponse().setTopicId(id.topicId());
            response.data().responses().add(topic);
        }
        for (PartitionData part : topic.partitions()) {
            if (part.partitionIndex() == id.partition()) {
                return part;
            }
        }
        PartitionData part =
                new PartitionData().setPartitionIndex(id.partition()).setRecords(MemoryRecords.EMPTY);
        topic.partitions().add(part);
        return part;
    }
}
