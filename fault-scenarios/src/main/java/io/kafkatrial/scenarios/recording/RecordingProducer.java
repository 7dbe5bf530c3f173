/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.RecordId;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.OptionalInt;
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
final class RecordingProducer<K, V> implements InvocationHandler {

    private final Producer<K, V> inner;
    private final ProducerEvents events;
    private final Trail trail;
    private final Transactions transactions;
    private final Retries retries;

    private RecordingProducer(Producer<K, V> inner, ProducerEvents events, Transactions transactions) {
        this.inner = inner;
        this.events = events;
        this.trail = events.trail();
        this.transactions = transactions;
        this.retries = new Retries(inner);
    }

    @SuppressWarnings("unchecked")
    static <K, V> Producer<K, V> wrap(Producer<K, V> inner, String name, Trail trail, ClientSettings settings) {
        ProducerEvents events = new ProducerEvents(name, trail);
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

    private Future<RecordMetadata> send(ProducerRecord<K, V> asked, @Nullable Callback callback) {
        Lane lane = events.lane();
        RecordId id = lane.next();
        SendAttempt attempt = new SendAttempt(events, retries, id, asked.topic(), callback);
        ProducerRecord<K, V> stamped = stamp(asked, lane.header(id));
        trail.sendOpened(asked.topic(), lane.turnsTo(asked.topic()));
        invoked(asked, id);
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

    private void invoked(ProducerRecord<K, V> asked, RecordId id) {
        Integer chosen = asked.partition();
        OptionalInt partition = chosen == null ? OptionalInt.empty() : OptionalInt.of((int) chosen);
        trail.record(at -> new Event.SendInvoked(at, id, asked.topic(), partition, KeyDigest.of(asked.key())));
        if (asked.value() == null) {
            trail.record(at -> new Event.TombstoneSent(at, id));
        }
        trail.originsOf(asked)
                .forEach(origin -> trail.record(
                        at -> new Event.Derived(at, id, origin.topic(), origin.partition(), origin.offset())));
    }

    /** A copy with the identity: the application's record may be sealed by an earlier send. */
    private static <K, V> ProducerRecord<K, V> stamp(ProducerRecord<K, V> asked, byte[] id) {
        ProducerRecord<K, V> copy = new ProducerRecord<>(
                asked.topic(), asked.partition(), asked.timestamp(), asked.key(), asked.value(), asked.headers());
        IdHeader.put(copy.headers(), id);
        return copy;
    }
}
