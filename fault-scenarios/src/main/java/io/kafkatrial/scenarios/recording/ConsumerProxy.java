/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The handler behind {@link RecordingConsumer}. Confined to the thread that uses the consumer, except
 * for {@code crash} and {@code wakeup}.
 */
final class ConsumerProxy<K, V> implements InvocationHandler {

    private final Consumer<K, V> inner;
    private final ConsumerEvents events;
    private final Commits commits;
    private volatile boolean crashed;
    private boolean abandoned;

    private ConsumerProxy(Consumer<K, V> inner, ConsumerEvents events, boolean reportCommits) {
        this.inner = inner;
        this.events = events;
        this.commits = new Commits(inner, events, reportCommits, () -> crashed);
    }

    /**
     * Wrap a consumer.
     *
     * @param reportCommits whether successful commits are reported here; false if a
     *     {@link CommitInterceptor} reports them
     */
    @SuppressWarnings("unchecked")
    static <K, V> RecordingConsumer<K, V> wrap(Consumer<K, V> inner, ConsumerEvents events, boolean reportCommits) {
        return (RecordingConsumer<K, V>)
                Calls.proxy(RecordingConsumer.class, new ConsumerProxy<>(inner, events, reportCommits));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        if (Calls.isOfObject(method)) {
            return Calls.answerAsObject(proxy, method, args, events.toString());
        }
        if (method.getName().equals("crash")) {
            crash();
            return null;
        }
        if (crashed) {
            return afterCrash(method);
        }
        try {
            return call(method, args == null ? new Object[0] : args);
        } finally {
            if (crashed) {
                abandon();
            }
        }
    }

    private @Nullable Object call(Method method, @Nullable Object[] args) throws Throwable {
        return switch (method.getName()) {
            case "poll" -> poll(method, args);
            case "subscribe" -> subscribe(method, args);
            case "assign" -> assign(method, args);
            case "unsubscribe" -> unsubscribe(method, args);
            case "seek" -> seek(method, args);
            case "seekToBeginning", "seekToEnd" -> seekToEnds(method, args);
            case "commitSync" -> commits.sync(method, args);
            case "commitAsync" -> commits.async(args);
            case "committed" -> commits.committed(method, args);
            case "endOffsets" -> endOffsets(method, args);
            case "close" -> close(method, args);
            default -> Calls.pass(inner, method, args);
        };
    }

    private @Nullable Object poll(Method method, @Nullable Object[] args) throws Throwable {
        Object result;
        try {
            result = Calls.pass(inner, method, args);
        } catch (RuntimeException failed) {
            events.noteFencing(failed);
            throw failed;
        }
        if (result instanceof ConsumerRecords<?, ?> records && !crashed) {
            events.polled(records);
        }
        return result;
    }

    private @Nullable Object subscribe(Method method, @Nullable Object[] args) throws Throwable {
        events.byHand(false);
        if (args.length > 1 && args[1] == null) {
            return Calls.pass(inner, method, args);
        }
        ConsumerRebalanceListener application = args.length > 1 ? (ConsumerRebalanceListener) args[1] : null;
        Method withListener =
                Consumer.class.getMethod("subscribe", method.getParameterTypes()[0], ConsumerRebalanceListener.class);
        RecordingListener listener = new RecordingListener(inner, events, application, () -> crashed);
        return Calls.pass(inner, withListener, new @Nullable Object[] {args[0], listener});
    }

    @SuppressWarnings("unchecked")
    private @Nullable Object assign(Method method, @Nullable Object[] args) throws Throwable {
        Set<TopicPartition> before = Set.copyOf(inner.assignment());
        Object result = Calls.pass(inner, method, args);
        events.byHand(true);
        events.revoked(before);
        if (args[0] != null) {
            events.assigned((Collection<TopicPartition>) args[0]);
        }
        return result;
    }

    private @Nullable Object unsubscribe(Method method, @Nullable Object[] args) throws Throwable {
        Object result = Calls.pass(inner, method, args);
        events.byHand(false);
        return result;
    }

    private @Nullable Object seek(Method method, @Nullable Object[] args) throws Throwable {
        Object result = Calls.pass(inner, method, args);
        if (args[0] instanceof TopicPartition partition) {
            long offset = args[1] instanceof OffsetAndMetadata to ? to.offset() : (long) args[1];
            events.seeked(partition, offset);
        }
        return result;
    }

    /** An empty collection means all that are assigned. */
    @SuppressWarnings("unchecked")
    private @Nullable Object seekToEnds(Method method, @Nullable Object[] args) throws Throwable {
        Object result = Calls.pass(inner, method, args);
        if (args[0] instanceof Collection<?> partitions) {
            events.positions()
                    .moved(partitions.isEmpty() ? inner.assignment() : (Collection<TopicPartition>) partitions);
        }
        return result;
    }

    private @Nullable Object endOffsets(Method method, @Nullable Object[] args) throws Throwable {
        Instant asked = events.now();
        Object answer = Calls.pass(inner, method, args);
        if (answer instanceof Map<?, ?> ends) {
            events.ends(asked, ends);
        }
        return answer;
    }

    private @Nullable Object close(Method method, @Nullable Object[] args) throws Throwable {
        Object result = Calls.pass(inner, method, args);
        events.changed("closed");
        return result;
    }

    private @Nullable Object afterCrash(Method method) {
        abandon();
        if (method.getName().equals("close") || method.getName().equals("wakeup")) {
            return null;
        }
        throw new IllegalStateException(events + " has crashed: a dead process calls nothing. Make a new consumer.");
    }

    private void crash() {
        if (!crashed) {
            crashed = true;
            events.changed("crashed");
        }
        try {
            abandon();
        } catch (ConcurrentModificationException busy) {
            inner.wakeup(); // the thread inside the consumer carries the crash out
        }
    }

    private synchronized void abandon() {
        if (!abandoned) {
            CrashedClient.abandon(inner, events.positions().harmless());
            abandoned = true;
        }
    }
}
