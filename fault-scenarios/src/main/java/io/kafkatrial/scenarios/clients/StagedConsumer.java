/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.clients;

import io.kafkatrial.fault.ClientPoint;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.jspecify.annotations.Nullable;

/**
 * What the application holds as its consumer: waits while it is paused, fails when it is dead, and hands out records one
 * by one where a fault waits for one of them. Confined to the thread that uses the consumer, as Kafka's own, except for
 * {@code crash} and {@code wakeup}.
 */
final class StagedConsumer<K, V> implements InvocationHandler {

    private final RecordingConsumer<K, V> recording;
    private final StagedClient client;
    private int inside;

    StagedConsumer(RecordingConsumer<K, V> recording, StagedClient client) {
        this.recording = recording;
        this.client = client;
    }

    @SuppressWarnings("unchecked")
    RecordingConsumer<K, V> proxy() {
        return (RecordingConsumer<K, V>) Calling.proxy(RecordingConsumer.class, this);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        if (Calling.isOfObject(method)) {
            return Calling.answerAsObject(proxy, method, args, "consumer " + client.name());
        }
        switch (method.getName()) {
            case "crash" -> {
                client.crash();
                return null;
            }
            case "wakeup" -> {
                return Calling.pass(recording, method, args);
            }
            case "close" -> {
                if (client.isGone()) {
                    return null;
                }
            }
            default -> {}
        }
        client.enter();
        inside++;
        try {
            return call(method, args == null ? new Object[0] : args);
        } catch (Throwable thrown) {
            throw client.seen(thrown);
        } finally {
            inside--;
            if (client.isCrashed()) {
                end();
            }
        }
    }

    /** The client is dead: take it apart, once its own thread is out of it. */
    void end() {
        if (inside == 0 || !client.isOf(Thread.currentThread())) {
            recording.crash();
        }
    }

    private @Nullable Object call(Method method, @Nullable Object[] args) throws Throwable {
        return switch (method.getName()) {
            case "poll" -> poll(method, args);
            case "subscribe" -> subscribe(method, args);
            case "unsubscribe", "assign" -> {
                Object result = answered(method, args);
                client.subscribed(Optional.empty());
                yield result;
            }
            case "commitSync" -> {
                client.at(ClientPoint.BEFORE_COMMIT);
                Object result = answered(method, args);
                client.at(ClientPoint.AFTER_COMMIT);
                yield result;
            }
            case "commitAsync" -> commitAsync(method, args);
            default -> answered(method, args);
        };
    }

    private @Nullable Object answered(Method method, @Nullable Object[] args) throws Throwable {
        Object result = Calling.pass(recording, method, args);
        client.leave();
        return result;
    }

    @SuppressWarnings("unchecked")
    private @Nullable Object poll(Method method, @Nullable Object[] args) throws Throwable {
        client.at(ClientPoint.BEFORE_POLL);
        Leaving leaving = client.leaving();
        if (leaving != null && leaving.isAway(recording)) {
            leaving.rest(args[0] instanceof Duration time ? time : Duration.ofMillis((Long) args[0]));
            return ConsumerRecords.empty();
        }
        Object result = answered(method, args);
        if (client.isExpected() && result instanceof ConsumerRecords<?, ?> records && !records.isEmpty()) {
            client.at(ClientPoint.AFTER_POLL);
            return new HandedRecords<>((ConsumerRecords<K, V>) records, client);
        }
        return result;
    }

    private @Nullable Object subscribe(Method method, @Nullable Object[] args) throws Throwable {
        ConsumerRebalanceListener listener = args.length > 1 ? (ConsumerRebalanceListener) args[1] : null;
        Object result = answered(method, args);
        Object what = args[0];
        client.subscribed(
                what == null
                        ? Optional.empty()
                        : Optional.of(new Subscription(what, method.getParameterTypes()[0], listener)));
        return result;
    }

    private @Nullable Object commitAsync(Method method, @Nullable Object[] args) throws Throwable {
        client.at(ClientPoint.BEFORE_COMMIT);
        if (args.length == 0) {
            recording.commitAsync((offsets, error) -> committed(error));
            client.leave();
            return null;
        }
        int last = args.length - 1;
        OffsetCommitCallback own = (OffsetCommitCallback) args[last];
        @Nullable Object[] with = args.clone();
        OffsetCommitCallback telling = (offsets, error) -> {
            if (own != null) {
                own.onComplete(offsets, error);
            }
            committed(error);
        };
        with[last] = telling;
        return answered(method, with);
    }

    private void committed(@Nullable Exception error) {
        if (error == null) {
            client.at(ClientPoint.AFTER_COMMIT);
        }
    }
}
