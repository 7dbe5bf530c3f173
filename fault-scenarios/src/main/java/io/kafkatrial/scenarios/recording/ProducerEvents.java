/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.Journal;
import io.kafkatrial.history.RecordMark;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Writes one producer's events. Safe for use by several threads. */
final class ProducerEvents {

    private final String name;
    private final String producer;
    private final Trail trail;
    private final Map<Thread, Lane> lanes = new ConcurrentHashMap<>();
    private final AtomicBoolean fenced = new AtomicBoolean();
    private final Optional<Retries> retries;
    private volatile @Nullable Lane latest;
    private volatile @Nullable Journal answers;

    /**
     * Write to {@code trail}.
     *
     * @param retries what the producer says of records that it sent twice; empty if it cannot be asked
     */
    ProducerEvents(String name, Trail trail, Optional<Retries> retries) {
        this.name = name;
        this.producer = trail.identity(name);
        this.trail = trail;
        this.retries = retries;
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

    /** The mark among these headers, if it was given here; interceptors of the application may have copied it. */
    @Nullable
    Stamp stampIn(Headers headers, @Nullable RecordMetadata metadata) {
        Header last = headers.lastHeader(RecordMark.HEADER);
        if (last instanceof Stamp stamp) {
            return stamp.destination().lane().events() == this ? stamp : null;
        }
        Optional<RecordMark> mark = last == null ? Optional.empty() : RecordMark.parse(last.value());
        if (mark.isPresent() && metadata != null) {
            for (Lane lane : lanes.values()) {
                if (lane.mark() == mark.get().lane()) {
                    return new Stamp(
                            lane.destination(metadata.topic()), mark.get().sequence());
                }
            }
        }
        return null;
    }

    private Lane newLane() {
        if (lanes.isEmpty()) {
            return new Lane(this, producer);
        }
        String lane = trail.identity(trail.name(name + ":lane"));
        trail.record(at -> new Event.LaneOpened(at, lane, producer));
        return new Lane(this, lane);
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

    /** The application sends this record under this mark; to be called by the thread that sends. */
    void invoked(Stamp sent, ProducerRecord<?, ?> asked) {
        Destination to = sent.destination();
        to.lane().journal().sent(to.sent(asked.partition()), sent.sequence(), KeyDigest.print(asked.key()));
        if (asked.value() == null) {
            trail.record(at -> new Event.TombstoneSent(at, sent.id()));
        }
    }

    void acked(Stamp sent, RecordMetadata metadata) {
        Destination to = sent.destination();
        Journal journal = answers;
        if (journal == null || !journal.isMine()) {
            journal = trail.recorder().journal();
            answers = journal;
        }
        journal.acked(to.acked(metadata.partition()), sent.sequence(), metadata.hasOffset() ? metadata.offset() : -1);
        trail.sendAcked();
    }

    void ended(Stamp sent, Throwable error, boolean insideSend) {
        String topic = sent.destination().topic();
        boolean only = !insideSend && retries.isPresent() && retries.get().none(topic);
        SendEnd.Where later = only ? SendEnd.Where.ONLY_ATTEMPT : SendEnd.Where.LATER;
        SendEnd end = SendEnd.of(error, insideSend ? SendEnd.Where.INSIDE_SEND : later);
        String text = Calls.describe(error);
        trail.record(at -> end == SendEnd.FAILED
                ? new Event.SendFailed(at, sent.id(), topic, text)
                : new Event.SendUnknown(at, sent.id(), topic, text));
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
