/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.RecordId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/** Writes one producer's events. Safe for use by several threads. */
final class ProducerEvents {

    private final String name;
    private final String producer;
    private final Trail trail;
    private final Map<Thread, Lane> lanes = new ConcurrentHashMap<>();
    private final AtomicBoolean fenced = new AtomicBoolean();
    private volatile @Nullable Lane latest;

    ProducerEvents(String name, Trail trail) {
        this.name = name;
        this.producer = trail.identity(name);
        this.trail = trail;
    }

    Trail trail() {
        return trail;
    }

    /** The producer part of the identities of its first lane. */
    String producer() {
        return producer;
    }

    /** The lane of the thread that asks. */
    Lane lane() {
        Lane known = latest;
        if (known == null || !known.isMine()) {
            known = lanes.computeIfAbsent(Thread.currentThread(), thread -> newLane());
            latest = known;
        }
        return known;
    }

    /** Whether this identity was given here. */
    boolean gave(RecordId id) {
        return id.producer().equals(producer) || id.producer().startsWith(producer + ":lane");
    }

    private Lane newLane() {
        if (lanes.isEmpty()) {
            return new Lane(producer);
        }
        String lane = trail.identity(trail.name(name + ":lane"));
        trail.record(at -> new Event.LaneOpened(at, lane, producer));
        return new Lane(lane);
    }

    void opened(Optional<String> transactionalId, String acks) {
        trail.record(at -> new Event.ProducerOpened(at, producer, transactionalId, acks));
    }

    void closed() {
        trail.record(at -> new Event.ClientChanged(at, producer, "closed"));
    }

    void crashed() {
        trail.record(at -> new Event.ClientChanged(at, producer, "crashed"));
    }

    void acked(RecordId id, String topic, RecordMetadata metadata) {
        long offset = metadata.hasOffset() ? metadata.offset() : -1;
        trail.sendAcked();
        trail.record(at -> new Event.SendAcked(at, id, topic, metadata.partition(), offset));
        trail.sendEnded();
    }

    void ended(RecordId id, String topic, Throwable error, SendEnd.Where where) {
        String text = Calls.describe(error);
        trail.record(at -> SendEnd.of(error, where) == SendEnd.FAILED
                ? new Event.SendFailed(at, id, topic, text)
                : new Event.SendUnknown(at, id, topic, text));
        trail.sendEnded();
        noteFencing(error);
    }

    void initialized(String transactionalId) {
        trail.record(at -> new Event.TransactionsInitialized(at, producer, transactionalId));
    }

    void begun(long transaction) {
        trail.hasTransactions();
        trail.record(at -> new Event.TransactionBegun(at, producer, transaction));
    }

    void offsetsSent(long transaction, String group, Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((place, offset) -> trail.record(at -> new Event.OffsetsSent(
                at, producer, transaction, group, place.topic(), place.partition(), offset.offset())));
    }

    void commitInvoked(long transaction) {
        trail.record(at -> new Event.TransactionCommitInvoked(at, producer, transaction));
    }

    void abortInvoked(long transaction) {
        trail.record(at -> new Event.TransactionAbortInvoked(at, producer, transaction));
    }

    void committed(long transaction) {
        trail.record(at -> new Event.TransactionCommitted(at, producer, transaction));
    }

    void aborted(long transaction) {
        trail.record(at -> new Event.TransactionAborted(at, producer, transaction));
    }

    void endUnknown(long transaction, Throwable error) {
        trail.record(at -> new Event.TransactionUnknown(at, producer, transaction, Calls.describe(error)));
    }

    /** Say once if this error means that a newer producer of the same transactional id exists. */
    void noteFencing(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            boolean fencing =
                    cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException;
            if (fencing && fenced.compareAndSet(false, true)) {
                trail.record(at -> new Event.ProducerFenced(at, producer, Calls.describe(error)));
            }
        }
    }

    @Override
    public String toString() {
        return "recording producer " + name;
    }
}
