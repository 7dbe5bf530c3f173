/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The handler behind {@link RecordingConsumer}. Confined to the thread that uses the consumer, except
 * for {@code crash} and {@code wakeup}.
 */
final class ConsumerProxy<K, V> implements InvocationHandler {

    private final Consumer<K, V> inner;
    private final ConsumerEvents events;
    private final boolean reportCommits;
    private volatile boolean crashed;
    private boolean abandoned;

    private ConsumerProxy(Consumer<K, V> inner, ConsumerEvents events, boolean reportCommits) {
        this.inner = inner;
        this.events = events;
        this.reportCommits = reportCommits;
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
            case "seek", "seekToBeginning", "seekToEnd" -> seek(method, args);
            case "commitSync" -> commitSync(method, args);
            case "commitAsync" -> commitAsync(args);
            case "close" -> close(method, args);
            default -> Calls.pass(inner, method, args);
        };
    }

    private @Nullable Object poll(Method method, @Nullable Object[] args) throws Throwable {
        Object result = Calls.pass(inner, method, args);
        if (result instanceof ConsumerRecords<?, ?> records && !crashed) {
            for (ConsumerRecord<?, ?> record : records) {
                events.polled(record);
            }
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
        RecordingListener listener = new RecordingListener(events, application, () -> crashed);
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

    @SuppressWarnings("unchecked")
    private @Nullable Object seek(Method method, @Nullable Object[] args) throws Throwable {
        Object result = Calls.pass(inner, method, args);
        if (args[0] instanceof TopicPartition partition) {
            events.positions().moved(Set.of(partition));
        } else if (args[0] instanceof Collection<?> partitions) {
            events.positions().moved((Collection<TopicPartition>) partitions);
        }
        return result;
    }

    private @Nullable Object commitSync(Method method, @Nullable Object[] args) throws Throwable {
        Map<TopicPartition, OffsetAndMetadata> offsets = offsets(args);
        try {
            Object result = Calls.pass(inner, method, args);
            if (reportCommits) {
                events.committed(offsets);
            }
            return result;
        } catch (RuntimeException failed) {
            events.commitFailed(offsets, failed);
            throw failed;
        }
    }

    private @Nullable Object commitAsync(@Nullable Object[] args) {
        Map<TopicPartition, OffsetAndMetadata> offsets = offsets(args);
        OffsetCommitCallback application =
                args.length > 0 && args[args.length - 1] instanceof OffsetCommitCallback callback ? callback : null;
        OffsetCommitCallback recording = (committed, error) -> {
            if (error != null) {
                events.commitFailed(committed == null ? offsets : committed, error);
            } else if (reportCommits) {
                events.committed(committed == null ? offsets : committed);
            }
            if (application != null && !crashed) {
                application.onComplete(committed, error);
            }
        };
        if (args.length > 1) {
            inner.commitAsync(offsets, recording);
        } else {
            inner.commitAsync(recording);
        }
        return null;
    }

    @SuppressWarnings("unchecked")
    private Map<TopicPartition, OffsetAndMetadata> offsets(@Nullable Object[] args) {
        return args.length > 0 && args[0] instanceof Map<?, ?> offsets
                ? (Map<TopicPartition, OffsetAndMetadata>) offsets
                : events.positions().toCommit();
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
