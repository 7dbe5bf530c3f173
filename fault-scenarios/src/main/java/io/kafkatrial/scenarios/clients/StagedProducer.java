/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.clients;

import io.kafkatrial.fault.ClientPoint;
import io.kafkatrial.scenarios.recording.Sends;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** What the application holds as its producer: waits while it is paused, fails when it is dead. As safe as Kafka's own. */
final class StagedProducer<K, V> implements InvocationHandler {

    private final Producer<K, V> recording;
    private final Sends<K, V> sends;
    private final StagedClient client;

    private StagedProducer(Producer<K, V> recording, StagedClient client) {
        this.recording = recording;
        this.sends = Sends.of(recording);
        this.client = client;
    }

    @SuppressWarnings("unchecked")
    static <K, V> Producer<K, V> of(Producer<K, V> recording, StagedClient client) {
        return (Producer<K, V>) Calling.proxy(Producer.class, new StagedProducer<>(recording, client));
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        if (Calling.isOfObject(method)) {
            return Calling.answerAsObject(proxy, method, args, "producer " + client.name());
        }
        if (args != null
                && args[0] instanceof ProducerRecord<?, ?> record
                && method.getName().equals("send")) {
            return send((ProducerRecord<K, V>) record, args.length > 1 ? (Callback) args[1] : null);
        }
        if (method.getName().equals("close") && client.isGone()) {
            return null;
        }
        client.enter();
        before(method.getName());
        try {
            Object result = Calling.pass(recording, method, args);
            client.leave();
            after(method.getName());
            return result;
        } catch (Throwable thrown) {
            throw client.seen(thrown);
        }
    }

    /** The call that comes as often as records do goes without reflection. */
    private Future<?> send(ProducerRecord<K, V> record, @Nullable Callback callback) throws Throwable {
        client.enter();
        client.at(ClientPoint.BEFORE_SEND);
        try {
            Future<?> future = sends.send(record, callback == null ? null : translating(callback));
            client.leave();
            client.at(ClientPoint.AFTER_SEND);
            return seen(future);
        } catch (Throwable thrown) {
            throw client.seen(thrown);
        }
    }

    private void before(String method) {
        switch (method) {
            case "sendOffsetsToTransaction" -> client.at(ClientPoint.BEFORE_COMMIT);
            case "commitTransaction", "abortTransaction" -> client.at(ClientPoint.BEFORE_TRANSACTION_END);
            default -> {}
        }
    }

    private void after(String method) {
        switch (method) {
            case "sendOffsetsToTransaction" -> client.at(ClientPoint.AFTER_COMMIT);
            case "commitTransaction", "abortTransaction" -> client.at(ClientPoint.AFTER_TRANSACTION_END);
            default -> {}
        }
    }

    private Callback translating(Callback callback) {
        return (metadata, error) -> callback.onCompletion(
                metadata, error != null && client.seen(error) instanceof Exception seen ? seen : error);
    }

    private Future<?> seen(Future<?> inner) {
        return new Future<Object>() {
            @Override
            public boolean cancel(boolean mayInterrupt) {
                return inner.cancel(mayInterrupt);
            }

            @Override
            public boolean isCancelled() {
                return inner.isCancelled();
            }

            @Override
            public boolean isDone() {
                return inner.isDone();
            }

            @Override
            public Object get() throws InterruptedException, ExecutionException {
                try {
                    return inner.get();
                } catch (ExecutionException failed) {
                    throw translated(failed);
                }
            }

            @Override
            public Object get(long timeout, TimeUnit unit)
                    throws InterruptedException, ExecutionException, TimeoutException {
                try {
                    return inner.get(timeout, unit);
                } catch (ExecutionException failed) {
                    throw translated(failed);
                }
            }
        };
    }

    private ExecutionException translated(ExecutionException failed) {
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        return client.isGone() ? new ExecutionException(client.seen(cause)) : failed;
    }
}
