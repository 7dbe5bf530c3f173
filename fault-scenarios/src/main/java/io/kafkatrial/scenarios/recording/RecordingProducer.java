/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import io.kafkatrial.history.Event;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Records what becomes of every send, and of every transaction.
 *
 * <p>Each thread that sends gets a lane of its own, {@code producer}, {@code producer:lane}, …: only within a
 * thread is there an order of sends to judge. No lock is held around the real send, which may block, and
 * whose callbacks may send again.
 *
 * <p>Safe for use by several threads.
 */
final class RecordingProducer<K, V> implements InvocationHandler, Sends<K, V> {

    private final Producer<K, V> inner;
    private final ProducerEvents events;
    private final Trail trail;
    private final Transactions transactions;

    private RecordingProducer(Producer<K, V> inner, ProducerEvents events, Transactions transactions) {
        this.inner = inner;
        this.events = events;
        this.trail = events.trail();
        this.transactions = transactions;
    }

    @SuppressWarnings("unchecked")
    static <K, V> Producer<K, V> wrap(Producer<K, V> inner, String name, Trail trail, ClientSettings settings) {
        ProducerEvents events = new ProducerEvents(name, trail, Optional.of(new Retries(inner)));
        events.opened(settings.transactionalId(), settings.acks());
        Transactions transactions =
                new Transactions(events, settings.transactionalId().orElse("?"));
        return (Producer<K, V>) Calls.proxy(Producer.class, new RecordingProducer<>(inner, events, transactions));
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        if (args != null
                && args[0] instanceof ProducerRecord<?, ?> sent
                && method.getName().equals("send")) {
            Callback callback = args.length > 1 ? (Callback) args[1] : null;
            return send((ProducerRecord<K, V>) sent, callback);
        }
        if (Calls.isOfObject(method)) {
            return Calls.answerAsObject(proxy, method, args, events.toString());
        }
        Transactions.Call call = () -> Calls.pass(inner, method, args);
        return switch (method.getName()) {
            case "initTransactions" -> transactions.init(call);
            case "beginTransaction" -> transactions.begin(call);
            case "sendOffsetsToTransaction" ->
                transactions.sendOffsets(args == null ? new Object[] {null, null} : args, call);
            case "commitTransaction" -> transactions.commit(call);
            case "abortTransaction" -> transactions.abort(call);
            case "close" -> close(call);
            default -> call.go();
        };
    }

    private @Nullable Object close(Transactions.Call call) throws Throwable {
        transactions.closing();
        Object result = call.go();
        events.closed();
        return result;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<K, V> asked, @Nullable Callback callback) {
        Lane lane = events.lane();
        SendAttempt attempt = new SendAttempt(lane.destination(asked.topic()), lane.next(), callback);
        ProducerRecord<K, V> stamped = new StampedRecord<>(asked, attempt);
        events.invoked(attempt, asked);
        if (trail.hasOrigins()) {
            trail.originsOf(asked)
                    .forEach(origin -> trail.record(at ->
                            new Event.Derived(at, attempt.id(), origin.topic(), origin.partition(), origin.offset())));
        }
        Future<RecordMetadata> future;
        try {
            future = inner.send(stamped, attempt);
        } catch (RuntimeException refused) {
            attempt.end(refused, /* insideSend= */ true);
            throw refused;
        }
        attempt.returned(future);
        return future;
    }
}
