/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.AcknowledgementCommitCallback;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.TopicIdPartition;
import org.jspecify.annotations.Nullable;

/**
 * Records what a member of a share group is handed, and which of its acknowledgements the broker took. Where nothing is
 * acknowledged record by record, each poll accepts what the one before handed out.
 *
 * <p>Kafka tells of acknowledgements by one callback, so this takes its place and passes on to the application's.
 *
 * <p>Like every Kafka consumer confined to one thread at a time.
 */
final class RecordingShareConsumer<K, V> implements InvocationHandler {

    private static final String ACCEPT = "accept";

    /** A record of a partition. */
    private record Place(String topic, int partition, long offset) {}

    private final ShareConsumer<K, V> inner;
    private final ShareEvents events;
    private final boolean explicit;
    private final Map<Place, String> answers = new ConcurrentHashMap<>();
    private volatile @Nullable AcknowledgementCommitCallback application;

    private RecordingShareConsumer(ShareConsumer<K, V> inner, ShareEvents events, boolean explicit) {
        this.inner = inner;
        this.events = events;
        this.explicit = explicit;
    }

    /**
     * Wrap a share consumer.
     *
     * @param explicit whether the application acknowledges each record by itself
     */
    @SuppressWarnings("unchecked")
    static <K, V> ShareConsumer<K, V> wrap(ShareConsumer<K, V> inner, ShareEvents events, boolean explicit) {
        RecordingShareConsumer<K, V> recording = new RecordingShareConsumer<>(inner, events, explicit);
        inner.setAcknowledgementCommitCallback(recording::acknowledged);
        return (ShareConsumer<K, V>) Calls.proxy(ShareConsumer.class, recording);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        if (Calls.isOfObject(method)) {
            return Calls.answerAsObject(proxy, method, args, events.toString());
        }
        return switch (method.getName()) {
            case "poll" -> poll(method, args);
            case "acknowledge" -> acknowledge(method, args == null ? new Object[0] : args);
            case "setAcknowledgementCommitCallback" -> {
                application = args == null ? null : (AcknowledgementCommitCallback) args[0];
                yield null;
            }
            case "close" -> close(method, args);
            default -> Calls.pass(inner, method, args);
        };
    }

    private @Nullable Object poll(Method method, @Nullable Object @Nullable [] args) throws Throwable {
        Object result = Calls.pass(inner, method, args);
        if (result instanceof ConsumerRecords<?, ?> records) {
            events.polled(records);
        }
        return result;
    }

    /** The answer counts once the broker took it. */
    private @Nullable Object acknowledge(Method method, @Nullable Object[] args) throws Throwable {
        Object result = Calls.pass(inner, method, args);
        Object last = args[args.length - 1];
        String how = last instanceof Enum<?> type ? type.name().toLowerCase(Locale.ROOT) : ACCEPT;
        if (args[0] instanceof ConsumerRecord<?, ?> record) {
            answers.put(new Place(record.topic(), record.partition(), record.offset()), how);
        } else if (args[0] instanceof String topic
                && args[1] instanceof Integer partition
                && args[2] instanceof Long offset) {
            answers.put(new Place(topic, partition, offset), how);
        }
        return result;
    }

    private void acknowledged(Map<TopicIdPartition, Set<Long>> offsets, @Nullable Exception error) {
        offsets.forEach((partition, those) -> those.stream().sorted().forEach(offset -> {
            Place place = new Place(partition.topic(), partition.partition(), offset);
            String how = explicit ? answers.remove(place) : ACCEPT;
            if (error == null && how != null) {
                events.acknowledged(place.topic, place.partition, offset, how);
            }
        }));
        AcknowledgementCommitCallback callback = application;
        if (callback != null) {
            callback.onComplete(offsets, error);
        }
    }

    private @Nullable Object close(Method method, @Nullable Object @Nullable [] args) throws Throwable {
        Object result = Calls.pass(inner, method, args);
        events.closed();
        return result;
    }
}
