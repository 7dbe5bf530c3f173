/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.DescribeProducersResponseData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Transactions as the leaders of partitions see them: verification, the last stable offset, aborted ones. */
final class TransactionDataProbes {
    private TransactionDataProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("txn data: records of a transaction nobody knows are refused", TransactionDataProbes::unverified),
                new Probe("txn data: two producers in one request", TransactionDataProbes::twoProducers),
                new Probe("txn data: markers of producers nobody knows", TransactionDataProbes::strangers),
                new Probe("txn data: describe producers", TransactionDataProbes::producers),
                new Probe("txn data: an open transaction hides what is behind it", TransactionDataProbes::open),
                new Probe("txn data: aborted transactions are told to who reads committed", TransactionDataProbes::aborted));
    }

    static MemoryRecords batch(long producer, int epoch, int sequence, String value) {
        return MemoryRecords.withTransactionalRecords(
                Compression.NONE, producer, (short) epoch, sequence, new SimpleRecord(ProduceProbes.TIME, "k".getBytes(), value.getBytes()));
    }

    static String produce(Lab lab, String topic, int version, MemoryRecords... records) throws Exception {
        var data = new ProduceRequestData().setAcks((short) -1).setTimeoutMs(10_000).setTransactionalId("tx-" + topic);
        var wanted = new ProduceRequestData.TopicProduceData();
        if (version >= 13) {
            wanted.setTopicId(lab.metadata(1, topic).topicId());
        } else {
            wanted.setName(topic);
        }
        for (int p = 0; p < records.length; p++) {
            wanted.partitionData().add(new ProduceRequestData.PartitionProduceData().setIndex(3 * p).setRecords(records[p]));
        }
        data.topicData().add(wanted);
        var answers = lab.ask(1, ApiKeys.PRODUCE, version, data, ProduceResponseData.class).responses().iterator().next().partitionResponses();
        StringBuilder text = new StringBuilder();
        answers.stream().sorted(Comparator.comparingInt(ProduceResponseData.PartitionProduceResponse::index)).forEach(it ->
                text.append(Lab.error(it.errorCode())).append('@').append(it.baseOffset()).append(' ').append(it.errorMessage()).append(' '));
        return text.toString().trim();
    }

    private static void unverified(Lab lab, Notes notes) throws Exception {
        lab.topic("txd-unverified", 1);
        // the coordinator's topic is made on first use, and its coordinators load
        TransactionProbes.Hand.of(lab, "tx-txd-unverified").init();
        for (int version : new int[] {9, 10, 11, 12, 13}) {
            notes.ask("produce " + version, () -> {
                String[] found = new String[1];
                lab.await(() -> {
                    found[0] = produce(lab, "txd-unverified", version, batch(70_000 + version, 0, 0, "a"));
                    return !found[0].startsWith("NOT_ENOUGH_REPLICAS");
                });
                return found[0];
            });
        }
        notes.ask("end", () -> latest(lab, "txd-unverified", 0, -1));
    }

    private static void twoProducers(Lab lab, Notes notes) throws Exception {
        lab.topic("txd-two", 4);
        notes.ask("two", () -> produce(lab, "txd-two", 11, batch(70_100, 0, 0, "a"), batch(70_101, 0, 0, "b")));
    }

    private static void strangers(Lab lab, Notes notes) throws Exception {
        lab.topic("txd-strangers", 1);
        notes.ask("commit", () -> MarkerProbes.mark(lab, 1, MarkerProbes.marker(70_300, 0, 0, true, "txd-strangers", 0)));
        notes.ask("abort", () -> MarkerProbes.mark(lab, 2, MarkerProbes.marker(70_301, 5, 7, false, "txd-strangers", 0).setTransactionVersion((byte) 2)));
        notes.ask("negative producer", () -> MarkerProbes.mark(lab, 1, MarkerProbes.marker(-1, 0, 0, true, "txd-strangers", 0)));
        notes.ask("negative epoch", () -> MarkerProbes.mark(lab, 1, MarkerProbes.marker(70_302, -1, 0, true, "txd-strangers", 0)));
        notes.ask("described", () -> describe(lab, 1, "txd-strangers", 0));
        notes.ask("end", () -> latest(lab, "txd-strangers", 0, -1));
    }

    static String describe(Lab lab, int place, String topic, int... partitions) throws Exception {
        var request = new DescribeProducersRequestData();
        request.topics().add(new DescribeProducersRequestData.TopicRequest()
                .setName(topic)
                .setPartitionIndexes(Arrays.stream(partitions).boxed().toList()));
        StringBuilder text = new StringBuilder();
        lab.ask(place, ApiKeys.DESCRIBE_PRODUCERS, 0, request, DescribeProducersResponseData.class).topics().forEach(it -> it.partitions().forEach(found -> {
            text.append(found.partitionIndex()).append(' ').append(Lab.error(found.errorCode())).append(' ').append(found.errorMessage());
            found.activeProducers().stream().sorted(Comparator.comparingLong(DescribeProducersResponseData.ProducerState::producerId)).forEach(one -> text
                    .append(" [producer ").append(one.producerId() >= 70_000 ? one.producerId() : "P")
                    .append(" epoch ").append(one.producerEpoch())
                    .append(" sequence ").append(one.lastSequence())
                    .append(" timed ").append(one.lastTimestamp() > 0)
                    .append(" coordinator ").append(one.coordinatorEpoch())
                    .append(" since ").append(one.currentTxnStartOffset()).append(']'));
            text.append(' ');
        }));
        return text.toString().trim();
    }

    private static void producers(Lab lab, Notes notes) throws Exception {
        lab.topic("txd-producers", 4);
        MemoryRecords plain = MemoryRecords.withIdempotentRecords(
                Compression.NONE, 70_700, (short) 2, 0, new SimpleRecord(ProduceProbes.TIME, "k".getBytes(), "v".getBytes()));
        notes.ask("nothing written", () -> describe(lab, 1, "txd-producers", 0));
        notes.ask("written", () -> ProduceProbes.send(lab, "txd-producers", plain));
        notes.ask("marked", () -> MarkerProbes.mark(lab, 1, MarkerProbes.marker(70_701, 3, 4, true, "txd-producers", 0)));
        notes.ask("leader", () -> describe(lab, 1, "txd-producers", 0, 3, 9));
        notes.ask("follower", () -> describe(lab, 1, "txd-producers", 1));
        notes.ask("unknown topic", () -> describe(lab, 1, "txd-nowhere", 0));
        notes.ask("bad name", () -> describe(lab, 1, "a b", 0));
    }

    static KafkaProducer<String, String> transactional(Lab lab, String id) {
        return transactional(lab, id, 60_000);
    }

    static KafkaProducer<String, String> transactional(Lab lab, String id, int timeoutMs) {
        Map<String, Object> config = lab.config();
        config.put("transactional.id", id);
        config.put("transaction.timeout.ms", timeoutMs);
        config.put("linger.ms", "0");
        KafkaProducer<String, String> producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
        producer.initTransactions();
        return producer;
    }

    private static void open(Lab lab, Notes notes) throws Exception {
        lab.topic("txd-open", 1);
        ProduceProbes.send(lab, "txd-open", ProduceProbes.records("before"));
        try (var producer = transactional(lab, "txd-open-tx")) {
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("txd-open", "k", "inside")).get();
            ProduceProbes.send(lab, "txd-open", ProduceProbes.records("behind"));
            notes.ask("uncommitted", () -> fetch(lab, "txd-open", 0, 0));
            notes.ask("committed", () -> fetch(lab, "txd-open", 0, 1));
            notes.ask("committed at its start", () -> fetch(lab, "txd-open", 1, 1));
            notes.ask("committed behind its start", () -> fetch(lab, "txd-open", 2, 1));
            notes.ask("latest uncommitted", () -> latest(lab, "txd-open", 0, -1));
            notes.ask("latest committed", () -> latest(lab, "txd-open", 1, -1));
            notes.ask("largest timestamp committed", () -> latest(lab, "txd-open", 1, -3).replaceAll("@.*", ""));
            notes.ask("described", () -> describe(lab, 1, "txd-open", 0));
            producer.commitTransaction();
        }
        lab.await(() -> latest(lab, "txd-open", 1, -1).startsWith("4"));
        notes.ask("after", () -> fetch(lab, "txd-open", 0, 1));
        notes.ask("after, latest", () -> latest(lab, "txd-open", 1, -1));
    }

    private static void aborted(Lab lab, Notes notes) throws Exception {
        lab.topic("txd-aborted", 1);
        try (var producer = transactional(lab, "txd-aborted-tx"); var other = transactional(lab, "txd-aborted-ty")) {
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("txd-aborted", "k", "one")).get();
            other.beginTransaction();
            other.send(new ProducerRecord<>("txd-aborted", "k", "two")).get();
            producer.abortTransaction();
            lab.await(() -> latest(lab, "txd-aborted", 0, -1).startsWith("3"));
            notes.ask("one aborted, one open", () -> fetch(lab, "txd-aborted", 0, 1));
            other.abortTransaction();
            lab.await(() -> latest(lab, "txd-aborted", 1, -1).startsWith("4"));
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("txd-aborted", "k", "three")).get();
            producer.commitTransaction();
            lab.await(() -> latest(lab, "txd-aborted", 1, -1).startsWith("6"));
        }
        for (int offset = 0; offset <= 6; offset++) {
            int from = offset;
            notes.ask("from " + from, () -> fetch(lab, "txd-aborted", from, 1));
        }
        notes.ask("uncommitted", () -> fetch(lab, "txd-aborted", 0, 0));
        notes.ask("deleted", () -> OffsetProbes.deleteRecords(lab, 1, "txd-aborted", 0, 2));
        notes.ask("after deletion", () -> fetch(lab, "txd-aborted", 2, 1));
    }

    /** All batches from an offset on: a fetch gives those of one segment, and old timestamps make segments end. */
    private static String fetch(Lab lab, String topic, long offset, int isolation) throws Exception {
        StringBuilder text = new StringBuilder();
        long[] next = {offset};
        while (true) {
            var found = fetchOnce(lab, topic, next[0], isolation);
            if (next[0] == offset) {
                text.append(Lab.error(found.errorCode())).append(" hw ").append(found.highWatermark()).append(" lso ").append(found.lastStableOffset())
                        .append(" start ").append(found.logStartOffset());
            }
            text.append(" aborted ").append(found.abortedTransactions() == null
                    ? "null"
                    : found.abortedTransactions().stream().map(it -> it.producerId() >= 0 ? "P@" + it.firstOffset() : "?").toList());
            MemoryRecords records = (MemoryRecords) found.records();
            if (records == null || records.sizeInBytes() == 0) {
                return text.toString();
            }
            records.batches().forEach(batch -> {
                next[0] = batch.nextOffset();
                batch.forEach(record -> text
                        .append(' ').append(record.offset()).append(batch.isControlBatch() ? "marker" : batch.isTransactional() ? "txn" : "plain"));
            });
        }
    }

    private static FetchResponseData.PartitionData fetchOnce(Lab lab, String topic, long offset, int isolation) throws Exception {
        Uuid id = lab.metadata(1, topic).topicId();
        var request = new FetchRequestData().setMaxWaitMs(0).setMinBytes(0).setMaxBytes(1 << 20).setIsolationLevel((byte) isolation).setSessionEpoch(-1);
        request.topics().add(new FetchRequestData.FetchTopic()
                .setTopicId(id)
                .setPartitions(List.of(new FetchRequestData.FetchPartition()
                        .setPartition(0).setCurrentLeaderEpoch(-1).setFetchOffset(offset).setLastFetchedEpoch(-1).setLogStartOffset(-1).setPartitionMaxBytes(1 << 20))));
        return lab.ask(1, ApiKeys.FETCH, 16, request, FetchResponseData.class).responses().get(0).partitions().get(0);
    }

    static String latest(Lab lab, String topic, int isolation, long timestamp) throws Exception {
        var request = new ListOffsetsRequestData().setReplicaId(-1).setIsolationLevel((byte) isolation);
        request.topics().add(new ListOffsetsRequestData.ListOffsetsTopic()
                .setName(topic)
                .setPartitions(List.of(new ListOffsetsRequestData.ListOffsetsPartition().setPartitionIndex(0).setCurrentLeaderEpoch(-1).setTimestamp(timestamp))));
        var found = lab.ask(1, ApiKeys.LIST_OFFSETS, 8, request, ListOffsetsResponseData.class).topics().get(0).partitions().get(0);
        return found.offset() + " " + Lab.error(found.errorCode()) + " @" + found.timestamp();
    }
}
