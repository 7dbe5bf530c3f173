/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import static io.kafkatrial.scenarios.recording.Calls.describe;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.RecordId;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Records what becomes of every send.
 *
 * <p>Each thread that sends gets a lane of its own, {@code producer}, {@code producer:2}, …: only within a
 * thread is there an order of sends to judge. No lock is held around the real send, which may block, and
 * whose callbacks may send again.
 *
 * <p>Safe for use by several threads.
 */
final class RecordingProducer<K, V> implements InvocationHandler {

    private final Producer<K, V> inner;
    private final String name;
    private final Trail trail;
    private final Map<Long, Lane> lanes = new ConcurrentHashMap<>();

    private record Lane(String producer, AtomicLong next) {}

    RecordingProducer(Producer<K, V> inner, String name, Trail trail) {
        this.inner = inner;
        this.name = name;
        this.trail = trail;
    }

    @SuppressWarnings("unchecked")
    static <K, V> Producer<K, V> wrap(Producer<K, V> inner, String name, Trail trail) {
        return (Producer<K, V>) Calls.proxy(Producer.class, new RecordingProducer<>(inner, name, trail));
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        if (Calls.isOfObject(method)) {
            return Calls.answerAsObject(proxy, method, args, "recording producer " + name);
        }
        if (method.getName().equals("send") && args != null && args[0] instanceof ProducerRecord<?, ?> sent) {
            Callback callback = args.length > 1 ? (Callback) args[1] : null;
            return send((ProducerRecord<K, V>) sent, callback);
        }
        Object result = Calls.pass(inner, method, args);
        if (method.getName().equals("close")) {
            trail.record(at -> new Event.ClientChanged(at, name, "closed"));
        }
        return result;
    }

    private Future<RecordMetadata> send(ProducerRecord<K, V> asked, @Nullable Callback callback) {
        Attempt attempt = new Attempt(nextId(), asked.topic(), callback);
        ProducerRecord<K, V> stamped = stamp(asked, attempt.id);
        trail.sendOpened(asked.topic());
        OptionalInt partition =
                asked.partition() == null ? OptionalInt.empty() : OptionalInt.of((int) asked.partition());
        trail.record(at -> new Event.SendInvoked(at, attempt.id, asked.topic(), partition, KeyDigest.of(asked.key())));
        Future<RecordMetadata> future;
        try {
            future = inner.send(stamped, attempt);
        } catch (RuntimeException refused) {
            attempt.end(refused, /* insideSend= */ true);
            throw refused;
        }
        attempt.returned = true;
        attempt.lookAt(future);
        return future;
    }

    private RecordId nextId() {
        Lane lane = lanes.computeIfAbsent(Thread.currentThread().getId(), thread -> newLane());
        return new RecordId(lane.producer(), lane.next().getAndIncrement());
    }

    private Lane newLane() {
        int number = lanes.size() + 1;
        String lane = number == 1 ? name : trail.name(name + ":lane");
        return new Lane(trail.identity(lane), new AtomicLong());
    }

    /** A copy with the identity: the application's record may be sealed by an earlier send. */
    private static <K, V> ProducerRecord<K, V> stamp(ProducerRecord<K, V> asked, RecordId id) {
        ProducerRecord<K, V> copy = new ProducerRecord<>(
                asked.topic(), asked.partition(), asked.timestamp(), asked.key(), asked.value(), asked.headers());
        IdHeader.put(copy.headers(), id);
        return copy;
    }

    /** One send on its way to its one end. */
    private final class Attempt implements Callback {

        private final RecordId id;
        private final String topic;
        private final @Nullable Callback callback;
        private final Thread caller = Thread.currentThread();
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile boolean returned;

        Attempt(RecordId id, String topic, @Nullable Callback callback) {
            this.id = id;
            this.topic = topic;
            this.callback = callback;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception error) {
            if (error != null) {
                end(error, !returned && Thread.currentThread() == caller);
            } else if (metadata != null) {
                ack(metadata);
            }
            if (callback != null) {
                callback.onCompletion(metadata, error);
            }
        }

        /** Learn the end from the future of a producer that calls no callback. */
        void lookAt(@Nullable Future<RecordMetadata> future) {
            if (future == null || ended.get() || !future.isDone()) {
                return;
            }
            try {
                ack(future.get());
            } catch (ExecutionException failed) {
                end(failed.getCause() == null ? failed : failed.getCause(), /* insideSend= */ false);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        private void ack(RecordMetadata metadata) {
            if (ended.compareAndSet(false, true)) {
                long offset = metadata.hasOffset() ? metadata.offset() : -1;
                trail.record(at -> new Event.SendAcked(at, id, topic, metadata.partition(), offset));
                trail.sendEnded();
            }
        }

        void end(Throwable error, boolean insideSend) {
            if (ended.compareAndSet(false, true)) {
                trail.record(at -> SendEnd.of(error, insideSend) == SendEnd.FAILED
                        ? new Event.SendFailed(at, id, topic, describe(error))
                        : new Event.SendUnknown(at, id, topic, describe(error)));
                trail.sendEnded();
            }
        }
    }
}
