/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.witness;

import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.ReplicaRecord;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.RecordId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.internals.BufferSupplier;
import org.apache.kafka.common.utils.internals.CloseableIterator;
import org.jspecify.annotations.Nullable;

/**
 * The batches clients sent, and what became of them. A batch that comes again is the same send: the same sequence of an
 * idempotent producer, or equal bytes of a client that has reason to repeat them. Guarded by the {@link Witness}.
 */
final class Sends {

    /** Answers of brokers that certainly did not append; others may come after the append as well. */
    private static final Set<Errors> REFUSALS = EnumSet.of(
            Errors.MESSAGE_TOO_LARGE,
            Errors.RECORD_LIST_TOO_LARGE,
            Errors.CORRUPT_MESSAGE,
            Errors.INVALID_RECORD,
            Errors.INVALID_TOPIC_EXCEPTION,
            Errors.INVALID_REQUIRED_ACKS,
            Errors.INVALID_TIMESTAMP,
            Errors.UNSUPPORTED_FOR_MESSAGE_FORMAT,
            Errors.UNSUPPORTED_COMPRESSION_TYPE,
            Errors.POLICY_VIOLATION,
            Errors.TOPIC_AUTHORIZATION_FAILED,
            Errors.CLUSTER_AUTHORIZATION_FAILED,
            Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
            Errors.NOT_ENOUGH_REPLICAS,
            Errors.OUT_OF_ORDER_SEQUENCE_NUMBER,
            Errors.INVALID_PRODUCER_EPOCH,
            Errors.PRODUCER_FENCED,
            Errors.UNKNOWN_PRODUCER_ID,
            Errors.INVALID_TXN_STATE,
            Errors.TRANSACTION_ABORTABLE);

    private record Sequence(PartitionId place, long producerId, short epoch, int first) {}

    private record Content(PartitionId place, long print) {}

    private final Notes notes;
    private final Producers producers;
    private final Map<Sequence, Sent> bySequence = new HashMap<>();
    private final Map<Content, List<Sent>> byContent = new HashMap<>();
    private final List<Sent> all = new ArrayList<>();
    private final Set<String> topics = new TreeSet<>();

    Sends(Notes notes, Producers producers) {
        this.notes = notes;
        this.producers = producers;
    }

    Set<String> topics() {
        return Set.copyOf(topics);
    }

    /** A batch came; gives back which send it belongs to, and whether that began with it. */
    Sent came(PartitionId place, RecordBatch batch, Sent.Origin origin, Runnable begin) {
        Content content = new Content(place, Print.of(batch));
        Sequence sequence = new Sequence(place, batch.producerId(), batch.producerEpoch(), batch.baseSequence());
        Sent known = batch.hasProducerId() ? bySequence.get(sequence) : null;
        if (known == null) {
            known = repeated(content, origin, batch);
        }
        if (known == null) {
            begin.run();
            known = send(place, batch, origin);
            byContent.computeIfAbsent(content, key -> new ArrayList<>()).add(known);
            all.add(known);
            topics.add(place.topic());
        }
        if (batch.hasProducerId()) {
            bySequence.put(sequence, known);
        }
        known.wire = origin.wire();
        known.underWay = true;
        return known;
    }

    private @Nullable Sent repeated(Content content, Sent.Origin origin, RecordBatch batch) {
        for (Sent before : byContent.getOrDefault(content, List.of())) {
            boolean sameSender = before.client.equals(origin.client()) && before.producerId == batch.producerId();
            boolean laterEpoch =
                    before.epoch != batch.producerEpoch() && !before.acked; // KIP-360: sent under a new one
            if (sameSender && (batch.hasProducerId() ? laterEpoch : before.mayComeAgain())) {
                return before;
            }
        }
        return null;
    }

    private Sent send(PartitionId place, RecordBatch batch, Sent.Origin origin) {
        Producers.Lane lane = producers.lane(origin);
        Sent sent = null;
        int count = 0;
        try (CloseableIterator<Record> content = batch.streamingIterator(BufferSupplier.NO_CACHING)) {
            long first = lane.next();
            while (content.hasNext()) {
                Record record = content.next();
                RecordId id = new RecordId(lane.producer(), first + count++);
                notes.write(at -> new Event.SendInvoked(
                        at, id, place.topic(), OptionalInt.of(place.partition()), KeyText.of(record.key())));
                if (!record.hasValue()) {
                    notes.write(at -> new Event.TombstoneSent(at, id));
                }
            }
            lane.took(count);
            sent = new Sent(origin, place, lane.producer(), first, count);
        }
        return sent;
    }

    /** Sent without asking for an answer. */
    void unanswered(Sent sent) {
        ack(sent, -1);
        sent.underWay = false;
    }

    /** An answer left for the client. */
    void answered(Sent sent, Errors error, long baseOffset) {
        sent.underWay = false;
        if (error == Errors.NONE || error == Errors.DUPLICATE_SEQUENCE_NUMBER) {
            ack(sent, baseOffset);
            return;
        }
        sent.error = error.name();
        sent.doubtful |= !REFUSALS.contains(error);
        if (error == Errors.INVALID_PRODUCER_EPOCH || error == Errors.PRODUCER_FENCED) {
            producers.fenced(sent.producer, error.name());
        }
    }

    private void ack(Sent sent, long baseOffset) {
        if (sent.acked) {
            return;
        }
        sent.acked = true;
        sent.baseOffset = baseOffset;
        for (int index = 0; index < sent.count; index++) {
            RecordId id = sent.id(index);
            long offset = baseOffset < 0 ? -1 : baseOffset + index;
            notes.write(at -> new Event.SendAcked(at, id, sent.place.topic(), sent.place.partition(), offset));
        }
    }

    /** Its connection ended before an answer left. */
    void lost(Sent sent) {
        sent.underWay = false;
        sent.doubtful = true;
        sent.error = "the connection ended without an answer";
    }

    /** Say what became of those that were not acknowledged. */
    void finish() {
        for (Sent sent : all) {
            if (sent.acked) {
                continue;
            }
            String error = sent.error == null ? "no answer" : sent.error;
            boolean unknown = sent.underWay || sent.doubtful || sent.error == null;
            for (int index = 0; index < sent.count; index++) {
                RecordId id = sent.id(index);
                notes.write(at -> unknown
                        ? new Event.SendUnknown(at, id, sent.place.topic(), error)
                        : new Event.SendFailed(at, id, sent.place.topic(), error));
            }
        }
    }

    /** The identity of a record in a log, by its batch. */
    Optional<RecordId> identify(PartitionId place, long offset, ReplicaRecord.Batch batch) {
        Sent sent = batch.producerId() >= 0
                ? bySequence.get(new Sequence(place, batch.producerId(), batch.producerEpoch(), batch.sequence()))
                : null;
        if (sent == null) {
            sent = byContent(place, batch);
        }
        long index = offset - batch.baseOffset();
        return sent == null || index < 0 || index >= sent.count ? Optional.empty() : Optional.of(sent.id((int) index));
    }

    /** Of several equal ones the one that was acknowledged here; else one whose place nobody told. */
    private @Nullable Sent byContent(PartitionId place, ReplicaRecord.Batch batch) {
        List<Sent> equal = byContent.getOrDefault(new Content(place, batch.print()), List.of());
        for (Sent sent : equal) {
            if (sent.baseOffset == batch.baseOffset()) {
                return sent;
            }
        }
        for (Sent sent : equal) {
            if (!sent.acked || sent.baseOffset < 0) {
                return sent;
            }
        }
        return equal.isEmpty() ? rewritten(place, batch) : equal.get(0);
    }

    /** A broker that compresses in another way changes the bytes: then the place has to do. */
    private @Nullable Sent rewritten(PartitionId place, ReplicaRecord.Batch batch) {
        for (Sent sent : all) {
            if (sent.place.equals(place) && sent.baseOffset == batch.baseOffset() && sent.codec != batch.codec()) {
                return sent;
            }
        }
        return null;
    }
}
