/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** Idempotent producers by hand. */
final class IdempotenceProbes {
    private IdempotenceProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("producer id: every call another, from every broker", IdempotenceProbes::ids),
                new Probe("producer id: with an old id and epoch", IdempotenceProbes::bump),
                new Probe("producer id: wrong timeouts and empty transactional id", IdempotenceProbes::wrong),
                new Probe("idempotence: duplicates and gaps", IdempotenceProbes::sequences),
                new Probe("idempotence: a duplicate older than five batches", IdempotenceProbes::oldDuplicate),
                new Probe("idempotence: epochs", IdempotenceProbes::epochs),
                new Probe("idempotence: unknown producer, first sequence not zero", IdempotenceProbes::unknown),
                new Probe("idempotence: impossible ids, epochs and sequences", IdempotenceProbes::impossible),
                new Probe("idempotence: a duplicate after the log moved its start", IdempotenceProbes::afterDeletion),
                new Probe("idempotence: sequences wrap", IdempotenceProbes::wrap));
    }

    private static MemoryRecords batch(long producer, int epoch, int sequence, int count) {
        SimpleRecord[] records = new SimpleRecord[count];
        for (int i = 0; i < count; i++) {
            records[i] = new SimpleRecord(ProduceProbes.TIME, "k".getBytes(), ("s" + (sequence + i)).getBytes());
        }
        return MemoryRecords.withIdempotentRecords(Compression.NONE, producer, (short) epoch, sequence, records);
    }

    private static void send(Lab lab, Notes notes, String topic, long producer, int epoch, int sequence, int count) {
        notes.ask("epoch " + epoch + " sequence " + sequence + " x" + count, () -> ProduceProbes.send(lab, topic, batch(producer, epoch, sequence, count)).replaceAll("id [0-9]+", "id P"));
    }

    private static InitProducerIdResponseData init(Lab lab, int place, InitProducerIdRequestData request) throws Exception {
        return lab.ask(place, ApiKeys.INIT_PRODUCER_ID, 5, request, InitProducerIdResponseData.class);
    }

    private static InitProducerIdRequestData idempotent() {
        return new InitProducerIdRequestData().setTransactionalId(null).setTransactionTimeoutMs(Integer.MAX_VALUE);
    }

    /** Until its first block of ids is there, a broker asks for patience. */
    private static InitProducerIdResponseData patiently(Lab lab, int place, InitProducerIdRequestData request) throws Exception {
        var found = new InitProducerIdResponseData[1];
        lab.await(() -> {
            found[0] = init(lab, place, request);
            return found[0].errorCode() != org.apache.kafka.common.protocol.Errors.COORDINATOR_LOAD_IN_PROGRESS.code();
        });
        return found[0];
    }

    private static void ids(Lab lab, Notes notes) throws Exception {
        var ids = new java.util.HashSet<Long>();
        for (int i = 0; i < 9; i++) {
            int place = i % 3 + 1;
            var response = patiently(lab, place, idempotent());
            if (i == 0) {
                notes.note("first", Lab.error(response.errorCode()) + " epoch " + response.producerEpoch());
            }
            ids.add(response.producerId());
        }
        notes.note("different", ids.size());
        notes.note("all positive", ids.stream().allMatch(it -> it >= 0));
    }

    private static void bump(Lab lab, Notes notes) {
        notes.ask("id and epoch", () -> {
            var response = patiently(lab, 1, idempotent().setProducerId(77).setProducerEpoch((short) 3));
            return Lab.error(response.errorCode()) + " epoch " + response.producerEpoch() + " same id " + (response.producerId() == 77);
        });
        notes.ask("only epoch", () -> {
            var response = patiently(lab, 1, idempotent().setProducerId(-1).setProducerEpoch((short) 3));
            return Lab.error(response.errorCode()) + " epoch " + response.producerEpoch();
        });
        notes.ask("only id", () -> {
            var response = patiently(lab, 1, idempotent().setProducerId(77).setProducerEpoch((short) -1));
            return Lab.error(response.errorCode()) + " epoch " + response.producerEpoch();
        });
    }

    private static void wrong(Lab lab, Notes notes) {
        notes.ask("timeout 0 without transactional id", () -> Lab.error(patiently(lab, 1, idempotent().setTransactionTimeoutMs(0)).errorCode()));
        notes.ask("timeout -1 without transactional id", () -> Lab.error(patiently(lab, 1, idempotent().setTransactionTimeoutMs(-1)).errorCode()));
    }

    private static void sequences(Lab lab, Notes notes) throws Exception {
        lab.topic("id-seq", 1);
        send(lab, notes, "id-seq", 1000, 0, 0, 2);
        send(lab, notes, "id-seq", 1000, 0, 2, 3);
        send(lab, notes, "id-seq", 1000, 0, 0, 2);
        send(lab, notes, "id-seq", 1000, 0, 2, 3);
        send(lab, notes, "id-seq", 1000, 0, 0, 1);
        send(lab, notes, "id-seq", 1000, 0, 3, 1);
        send(lab, notes, "id-seq", 1000, 0, 7, 1);
        send(lab, notes, "id-seq", 1000, 0, 5, 1);
    }

    private static void oldDuplicate(Lab lab, Notes notes) throws Exception {
        lab.topic("id-old", 1);
        for (int sequence = 0; sequence < 7; sequence++) {
            ProduceProbes.send(lab, "id-old", batch(1001, 0, sequence, 1));
        }
        send(lab, notes, "id-old", 1001, 0, 6, 1);
        send(lab, notes, "id-old", 1001, 0, 2, 1);
        send(lab, notes, "id-old", 1001, 0, 1, 1);
        send(lab, notes, "id-old", 1001, 0, 0, 1);
        send(lab, notes, "id-old", 1001, 0, 7, 1);
    }

    private static void epochs(Lab lab, Notes notes) throws Exception {
        lab.topic("id-epoch", 1);
        send(lab, notes, "id-epoch", 1002, 3, 0, 1);
        send(lab, notes, "id-epoch", 1002, 2, 1, 1);
        send(lab, notes, "id-epoch", 1002, 4, 1, 1);
        send(lab, notes, "id-epoch", 1002, 4, 0, 1);
        send(lab, notes, "id-epoch", 1002, 3, 1, 1);
        send(lab, notes, "id-epoch", 1002, 4, 1, 1);
    }

    private static void unknown(Lab lab, Notes notes) throws Exception {
        lab.topic("id-unknown", 1);
        send(lab, notes, "id-unknown", 1003, 0, 5, 1);
        send(lab, notes, "id-unknown", 1003, 0, 6, 1);
        send(lab, notes, "id-unknown", 1003, 0, 4, 1);
    }

    private static void impossible(Lab lab, Notes notes) throws Exception {
        lab.topic("id-bad", 1);
        send(lab, notes, "id-bad", 1004, -1, 0, 1);
        send(lab, notes, "id-bad", 1004, 0, -1, 1);
        notes.ask("then", () -> ProduceProbes.send(lab, "id-bad", ProduceProbes.records("c")));
    }

    private static void afterDeletion(Lab lab, Notes notes) throws Exception {
        lab.topic("id-deleted", 1);
        send(lab, notes, "id-deleted", 1005, 0, 0, 3);
        notes.ask("deleted to", () -> OffsetProbes.deleteRecords(lab, 1, "id-deleted", 0, 3));
        send(lab, notes, "id-deleted", 1005, 0, 0, 3);
        send(lab, notes, "id-deleted", 1005, 0, 3, 1);
    }

    private static void wrap(Lab lab, Notes notes) throws Exception {
        lab.topic("id-wrap", 1);
        send(lab, notes, "id-wrap", 1006, 0, Integer.MAX_VALUE - 1, 3);
        send(lab, notes, "id-wrap", 1006, 0, 1, 1);
        send(lab, notes, "id-wrap", 1006, 0, Integer.MAX_VALUE - 1, 3);
    }
}
