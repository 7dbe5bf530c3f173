/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * Records the clients of an application of which no line is changed: it goes into {@code interceptor.classes} of its
 * producers and consumers, see {@link Interception}. Public because Kafka makes it by reflection. Works with the
 * application's own kafka-clients, 3.6 or newer.
 *
 * <p>What an interceptor is not told of, it cannot record: the borders of transactions, rebalances, commits that fail,
 * what was sought, the bytes of a record. Before kafka-clients 4.1 it is not told either which record was acknowledged;
 * that is found out by the places of the records at the final read, see {@link Answers}.
 *
 * <p>As safe for use by several threads as Kafka's clients are.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class TrialInterceptor
        implements ProducerInterceptor<Object, Object>, ConsumerInterceptor<Object, Object> {

    private InterceptedClient client = InterceptedClient.NOBODY;

    @Override
    public void configure(Map<String, ?> configs) {
        client = new InterceptedClient(ClientSettings.of(new java.util.HashMap<>(configs)));
    }

    @Override
    public ProducerRecord<Object, Object> onSend(ProducerRecord<Object, Object> record) {
        return client.sending(record);
    }

    /** Called by kafka-clients before 4.1. */
    @Override
    public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
        client.answered(metadata, exception);
    }

    /** Called by kafka-clients 4.1 and newer (KIP-512). */
    @Override
    public void onAcknowledgement(
            @Nullable RecordMetadata metadata, @Nullable Exception exception, @Nullable Headers headers) {
        if (headers == null) {
            client.answered(metadata, exception);
        } else {
            client.answered(metadata, exception, headers);
        }
    }

    @Override
    public ConsumerRecords<Object, Object> onConsume(ConsumerRecords<Object, Object> records) {
        client.consumed(records);
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        client.committed(offsets);
    }

    @Override
    public void close() {
        client.closed();
    }
}
