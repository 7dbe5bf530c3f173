/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * Sees every successful commit of a consumer that the harness made, the automatic ones too. Public
 * because Kafka makes it by reflection; finds whom to tell in the consumer's configuration.
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class CommitInterceptor implements ConsumerInterceptor<Object, Object> {

    static final String LISTENER = "kafka-trial.commits";

    private @Nullable Consumer<Map<TopicPartition, OffsetAndMetadata>> listener;

    @Override
    @SuppressWarnings("unchecked")
    public void configure(Map<String, ?> configs) {
        listener = (Consumer<Map<TopicPartition, OffsetAndMetadata>>) configs.get(LISTENER);
    }

    @Override
    public ConsumerRecords<Object, Object> onConsume(ConsumerRecords<Object, Object> records) {
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (listener != null) {
            listener.accept(offsets);
        }
    }

    @Override
    public void close() {}
}
