/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.witness;

import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.ReplicaRecord;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.RecordId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;

/**
 * What readers got. That an answer left a broker is no delivery yet: its connection may end first. A record counts as
 * delivered when its reader asks for what comes behind it, or commits a place behind it; Kafka's Java consumer asks only
 * after its poll has handed out all that came before. Guarded by the {@link Witness}.
 */
final class Deliveries {

    /** A reader and what it reads. */
    record Place(String reader, Optional<String> group, PartitionId partition) {}

    private record Got(long offset, Optional<RecordId> id) {}

    private record Effect(Optional<String> group, PartitionId partition, long offset) {}

    private final Notes notes;
    private final Sends sends;
    private final Map<Place, Deque<Got>> waiting = new HashMap<>();
    private final Set<Effect> told = new HashSet<>();

    Deliveries(Notes notes, Sends sends) {
        this.notes = notes;
        this.sends = sends;
    }

    /** An answer with records left for a reader that asked for {@code from}. */
    void answered(Place place, long from, MemoryRecords records, List<AbortedTransaction> aborted) {
        Deque<Got> got = new ArrayDeque<>();
        PriorityQueue<AbortedTransaction> ahead =
                new PriorityQueue<>((one, other) -> Long.compare(one.firstOffset(), other.firstOffset()));
        ahead.addAll(aborted);
        Set<Long> hidden = new HashSet<>();
        for (MutableRecordBatch batch : records.batches()) {
            while (!ahead.isEmpty() && ahead.peek().firstOffset() <= batch.lastOffset()) {
                hidden.add(ahead.remove().producerId());
            }
            if (batch.isControlBatch()) {
                if (isAbort(batch)) {
                    hidden.remove(batch.producerId());
                }
            } else if (!batch.isTransactional() || !hidden.contains(batch.producerId())) {
                List<ReplicaRecord> content = new ArrayList<>();
                ReplicaReader.read(batch, from, content::add);
                content.forEach(record -> got.add(
                        new Got(record.offset(), sends.identify(place.partition(), record.offset(), record.batch()))));
            }
        }
        waiting.put(place, got);
    }

    private static boolean isAbort(MutableRecordBatch batch) {
        for (Record marker : batch) {
            return ControlRecordType.parse(marker.key()) == ControlRecordType.ABORT;
        }
        return false;
    }

    /** A reader stands here now: what lies before was delivered to it, the rest it will ask for again. */
    void asked(Place place, long position) {
        passed(place, position);
        waiting.remove(place);
    }

    /** A reader has everything before this. */
    void passed(Place place, long position) {
        Deque<Got> got = waiting.get(place);
        while (got != null && !got.isEmpty() && got.peekFirst().offset() < position) {
            tell(place, got.removeFirst());
        }
    }

    private void tell(Place place, Got record) {
        told.add(new Effect(place.group(), place.partition(), record.offset()));
        notes.write(at -> new Event.Polled(
                at,
                place.reader(),
                place.group(),
                place.partition().topic(),
                place.partition().partition(),
                record.offset(),
                record.id()));
    }

    /** What a reader was sent last and asked nothing behind of: it has it, unless another of its group got it later. */
    void finish() {
        waiting.forEach((place, got) -> got.stream()
                .filter(record -> !told.contains(new Effect(place.group(), place.partition(), record.offset())))
                .forEach(record -> tell(place, record)));
        waiting.clear();
    }
}
