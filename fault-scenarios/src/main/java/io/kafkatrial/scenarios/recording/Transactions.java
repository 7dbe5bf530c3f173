/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Records the transactions of one producer.
 *
 * <p>A commit that throws says nothing final: a timeout may be followed by another try, an error of the transaction by
 * an abort, which Kafka then confirms. Only when nothing of the kind follows is the end recorded as unknown: when the
 * abort fails too, when the next transaction begins, or the producer is closed.
 *
 * <p>Like the transactions of Kafka's producer, confined to one thread at a time.
 */
final class Transactions {

    /** A call to the producer behind. */
    interface Call {
        @Nullable
        Object go() throws Throwable;
    }

    private final ProducerEvents events;
    private final String transactionalId;
    private final List<Runnable> sent = new ArrayList<>();
    private long number = -1;
    private boolean open;
    private boolean commitInvoked;
    private @Nullable Throwable failure;

    Transactions(ProducerEvents events, String transactionalId) {
        this.events = events;
        this.transactionalId = transactionalId;
    }

    synchronized @Nullable Object init(Call call) throws Throwable {
        Object result = attempt(call);
        events.initialized(transactionalId);
        return result;
    }

    synchronized @Nullable Object begin(Call call) throws Throwable {
        Object result = attempt(call);
        leaveOpenEnd();
        number++;
        open = true;
        commitInvoked = false;
        failure = null;
        sent.clear();
        events.begun(number);
        return result;
    }

    @SuppressWarnings("unchecked")
    synchronized @Nullable Object sendOffsets(@Nullable Object[] args, Call call) throws Throwable {
        if (open && args[0] instanceof Map<?, ?> offsets) {
            String group = args[1] instanceof ConsumerGroupMetadata member ? member.groupId() : String.valueOf(args[1]);
            events.offsetsSent(number, group, (Map<TopicPartition, OffsetAndMetadata>) offsets);
            offsets.forEach((partition, offset) -> sent.add(() -> events.trail()
                    .groups()
                    .committed(group, (TopicPartition) partition, ((OffsetAndMetadata) offset).offset())));
        }
        return attempt(call);
    }

    synchronized @Nullable Object commit(Call call) throws Throwable {
        if (open && !commitInvoked) {
            commitInvoked = true;
            events.commitInvoked(number);
        }
        try {
            Object result = attempt(call);
            if (open) {
                events.committed(number);
                sent.forEach(Runnable::run);
                open = false;
            }
            return result;
        } catch (Throwable thrown) {
            failure = thrown;
            throw thrown;
        }
    }

    synchronized @Nullable Object abort(Call call) throws Throwable {
        if (open) {
            events.abortInvoked(number);
        }
        try {
            Object result = attempt(call);
            if (open) {
                events.aborted(number);
                open = false;
            }
            return result;
        } catch (Throwable thrown) {
            failure = thrown;
            throw thrown;
        }
    }

    /** The producer is about to be closed: Kafka's aborts what is open then, if it still can. */
    synchronized void closing() {
        if (open && !commitInvoked && failure == null) {
            events.abortInvoked(number);
            open = false;
        }
        leaveOpenEnd();
    }

    private void leaveOpenEnd() {
        Throwable reason = failure;
        if (open && reason != null) {
            events.endUnknown(number, reason);
        }
        open = false;
    }

    private @Nullable Object attempt(Call call) throws Throwable {
        try {
            return call.go();
        } catch (Throwable thrown) {
            events.noteFencing(thrown);
            throw thrown;
        }
    }
}
