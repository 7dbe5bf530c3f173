/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

/** Idempotent producers, whose memory is in the log and therefore survives its leader. */
class IdempotenceTest {

    private static final long PRODUCER = 4_711;

    @Test
    void aRepetitionIsAnsweredWithTheOriginalOffsetEvenByTheNextLeader() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of(), Map.of())) {
            int first = scenario.leader();
            for (int sequence = 0; sequence < 3; sequence++) {
                assertThat(sent(scenario.wire(first), scenario.orders, (short) 0, sequence)
                                .baseOffset())
                        .isEqualTo(sequence);
            }
            PartitionProduceResponse again = sent(scenario.wire(first), scenario.orders, (short) 0, 1);
            assertThat(again.errorCode()).isZero();
            assertThat(again.baseOffset()).isEqualTo(1);

            scenario.crash(first);
            int second = scenario.awaitLeaderOtherThan(first);

            PartitionProduceResponse repeated = sent(scenario.wire(second), scenario.orders, (short) 0, 2);
            assertThat(repeated.errorCode()).isZero();
            assertThat(repeated.baseOffset()).isEqualTo(2);
            assertThat(send(scenario.wire(second), scenario.orders, (short) 0, 9))
                    .isEqualTo(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER);
            assertThat(scenario.logEnd(second)).as("nothing appended twice").isEqualTo(3);
            assertThat(sent(scenario.wire(second), scenario.orders, (short) 0, 3)
                            .baseOffset())
                    .isEqualTo(3);
        }
    }

    @Test
    void aNewEpochStartsAtZeroAndFencesTheOldOne() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of(), Map.of())) {
            Wire leader = scenario.wire(scenario.leader());
            assertThat(send(leader, scenario.orders, (short) 0, 0)).isEqualTo(Errors.NONE);

            assertThat(send(leader, scenario.orders, (short) 1, 1)).isEqualTo(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER);
            assertThat(send(leader, scenario.orders, (short) 1, 0)).isEqualTo(Errors.NONE);
            assertThat(send(leader, scenario.orders, (short) 0, 1)).isEqualTo(Errors.INVALID_PRODUCER_EPOCH);
            assertThat(scenario.logEnd(scenario.leader())).isEqualTo(2);
        }
    }

    @Test
    void onlyTheLastFiveBatchesAreRemembered() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of(), Map.of())) {
            Wire leader = scenario.wire(scenario.leader());
            for (int sequence = 0; sequence < 7; sequence++) {
                send(leader, scenario.orders, (short) 0, sequence);
            }

            assertThat(sent(leader, scenario.orders, (short) 0, 2).baseOffset()).isEqualTo(2);
            assertThat(send(leader, scenario.orders, (short) 0, 1)).isEqualTo(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER);
            assertThat(scenario.logEnd(scenario.leader())).isEqualTo(7);
        }
    }

    @Test
    void everyRecordIsThereOnceAndInOrderAfterEveryLeaderFell() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of(), Map.of())) {
            List<String> expected = new ArrayList<>();
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            Map<String, Object> config = Map.of("linger.ms", 1, "batch.size", 200, "retry.backoff.ms", 10);
            try (Producer<String, String> producer = Clients.producer(scenario.servers(), config)) {
                for (int i = 0; i < 600; i++) {
                    expected.add("record " + i);
                    sent.add(producer.send(new ProducerRecord<>("orders", "record " + i)));
                    if (i % 200 == 100) {
                        int leader = scenario.leader();
                        scenario.crash(leader);
                        scenario.awaitLeaderOtherThan(leader);
                        scenario.restart(leader);
                        scenario.heal();
                    }
                }
                for (Future<RecordMetadata> each : sent) {
                    each.get();
                }
            }
            assertThat(scenario.consume(600)).containsExactlyElementsOf(expected);
        }
    }

    static Errors send(Wire wire, TopicIdPartition to, short epoch, int sequence) {
        return Errors.forCode(sent(wire, to, epoch, sequence).errorCode());
    }

    private static PartitionProduceResponse sent(Wire wire, TopicIdPartition to, short epoch, int sequence) {
        MemoryRecords records = MemoryRecords.withIdempotentRecords(
                Compression.NONE,
                PRODUCER,
                epoch,
                sequence,
                new SimpleRecord(1L, ("sequence " + sequence).getBytes(UTF_8)));
        return WireRequests.produce(wire, to, (short) -1, records);
    }
}
