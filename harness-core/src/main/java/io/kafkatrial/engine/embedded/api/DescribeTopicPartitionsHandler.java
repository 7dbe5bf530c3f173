/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData.Cursor;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData.TopicRequest;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.DescribeTopicPartitionsRequest;
import org.apache.kafka.common.requests.DescribeTopicPartitionsResponse;
import org.apache.kafka.common.resource.ResourceType;

/** DescribeTopicPartitions 0 (KIP-966): topics in order of their names, page by page behind a cursor. */
final class DescribeTopicPartitionsHandler implements Handler<DescribeTopicPartitionsRequest> {

    private final BrokerView broker;

    DescribeTopicPartitionsHandler(BrokerView broker) {
        this.broker = broker;
    }

    @Override
    public CompletionStage<AbstractResponse> handle(DescribeTopicPartitionsRequest request, RequestScope scope) {
        DescribeTopicPartitionsRequestData asked = request.data();
        Cursor cursor = asked.cursor();
        String from = cursor == null ? "" : cursor.topicName();
        boolean all = asked.topics().isEmpty();
        Collection<String> wanted = all
                ? broker.metadata().getAllTopics()
                : asked.topics().stream().map(TopicRequest::name).toList();
        Set<String> names = new TreeSet<>(wanted);
        names.removeIf(name -> name.compareTo(from) < 0);
        refuseWrongCursor(asked, names);
        int limit = Math.max(Math.min(broker.config().partitionsPerResponse(), asked.responsePartitionLimit()), 1);
        DescribeTopicPartitionsResponseData answer = broker.metadata()
                .describeTopicResponse(
                        names.iterator(),
                        scope.listener(),
                        name -> cursor != null && name.equals(from) ? cursor.partitionIndex() : 0,
                        limit,
                        all);
        int operations = AuthorizedOperations.on(ResourceType.TOPIC);
        answer.topics().forEach(topic -> topic.setTopicAuthorizedOperations(operations));
        return CompletableFuture.completedFuture(new DescribeTopicPartitionsResponse(answer));
    }

    private static void refuseWrongCursor(DescribeTopicPartitionsRequestData asked, Set<String> names) {
        Cursor cursor = asked.cursor();
        if (cursor == null) {
            return;
        }
        if (!asked.topics().isEmpty() && !names.contains(cursor.topicName())) {
            throw new InvalidRequestException(
                    "DescribeTopicPartitionsRequest topic list should contain the cursor topic: " + cursor.topicName());
        }
        if (cursor.partitionIndex() < 0) {
            throw new InvalidRequestException(
                    "DescribeTopicPartitionsRequest cursor partition must be valid: " + cursor);
        }
    }
}
