/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static io.kafkatrial.engine.embedded.WireRequests.ALL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TopicSpec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.utils.internals.Crc32C;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What no client should send: Kafka's own errors, an unharmed broker, and the log as it was. */
class BadInputTest {

    private static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);
    private static final int LENGTH = 8;
    private static final int MAGIC = 16;
    private static final int CRC = 17;
    private static final int ATTRIBUTES = 21;
    private static final int LAST_OFFSET_DELTA = 23;
    private static final int BASE_SEQUENCE = 53;
    private static final int COUNT = 57;
    private static final short CONTROL = 0x20;

    private static RunningCluster cluster;
    private static TopicIdPartition orders;
    private static Wire wire;
    private byte[] before = {};

    @BeforeAll
    static void start() throws Exception {
        cluster = new EmbeddedEngine()
                .start(new ClusterSpec(
                        3,
                        1,
                        List.of(new TopicSpec(
                                "orders",
                                1,
                                OptionalInt.empty(),
                                Map.of("max.decompressed.message.bytes", "1000000", "max.message.bytes", "100000"))),
                        Map.of(),
                        Map.of(),
                        OptionalInt.empty(),
                        44));
        try (Admin admin = Clients.admin(cluster.bootstrapServers())) {
            Uuid id = admin.describeTopics(Set.of("orders"))
                    .allTopicNames()
                    .get()
                    .get("orders")
                    .topicId();
            orders = new TopicIdPartition(id, ORDERS_0);
        }
        wire = Wire.toLeader(cluster.bootstrapServers(), ORDERS_0);
        assertThat(produce(WireRequests.records("good", "better"))).isEqualTo(Errors.NONE);
    }

    @AfterAll
    static void stop() {
        wire.close();
        cluster.close();
    }

    @BeforeEach
    void readTheLog() {
        before = log();
    }

    @AfterEach
    void theLogIsAsItWasAndTheBrokerServes() {
        assertThat(log()).isNotEmpty().isEqualTo(before);
        assertThat(produce(WireRequests.records("still serving"))).isEqualTo(Errors.NONE);
    }

    @Test
    void aWrongChecksumIsCorrupt() {
        ByteBuffer batch = batch("a");
        batch.put(batch.limit() - 1, (byte) (batch.get(batch.limit() - 1) ^ 1));

        assertThat(produce(batch)).isEqualTo(Errors.CORRUPT_MESSAGE);
    }

    @Test
    void anUnknownMagicIsCorruptAndAnOldOneIsRefused() {
        assertThat(produce(batch("a").put(MAGIC, (byte) 5))).isEqualTo(Errors.CORRUPT_MESSAGE);
        assertThat(produce(batch("a").put(MAGIC, (byte) -1))).isEqualTo(Errors.CORRUPT_MESSAGE);
        assertThat(produce(batch("a").put(MAGIC, (byte) 1))).isIn(Errors.INVALID_RECORD, Errors.CORRUPT_MESSAGE);
    }

    @Test
    void aLengthThatIsTooSmallIsCorruptAndOneTooLargeIsNoBatch() {
        assertThat(produce(batch("a").putInt(LENGTH, 3))).isEqualTo(Errors.CORRUPT_MESSAGE);
        assertThat(produce(batch("a").putInt(LENGTH, -1))).isEqualTo(Errors.CORRUPT_MESSAGE);
        assertThat(produce(batch("a").putInt(LENGTH, 1 << 20))).isEqualTo(Errors.INVALID_RECORD);
        assertThat(produce(batch("a").putInt(LENGTH, Integer.MAX_VALUE)))
                .as("Kafka's own arithmetic overflows here")
                .isEqualTo(Errors.UNKNOWN_SERVER_ERROR);
    }

    @Test
    void noBatchAndTwoBatchesAreInvalid() {
        ByteBuffer one = batch("a");
        ByteBuffer two =
                ByteBuffer.allocate(2 * one.limit()).put(one.duplicate()).put(one.duplicate());

        assertThat(produce(ByteBuffer.allocate(0))).isEqualTo(Errors.INVALID_RECORD);
        assertThat(produce(two.flip())).isEqualTo(Errors.INVALID_RECORD);
    }

    @Test
    void countsThatDoNotMatchTheRecordsAreInvalid() {
        assertThat(produce(signed(batch("a").putInt(COUNT, 2)))).isEqualTo(Errors.INVALID_RECORD);
        assertThat(produce(signed(batch("a", "b").putInt(COUNT, 1)))).isEqualTo(Errors.INVALID_RECORD);
        assertThat(produce(signed(batch("a").putInt(COUNT, -1)))).isEqualTo(Errors.INVALID_RECORD);
        assertThat(produce(signed(batch("a").putInt(COUNT, Integer.MAX_VALUE)))).isEqualTo(Errors.INVALID_RECORD);
        assertThat(produce(signed(batch("a").putInt(LAST_OFFSET_DELTA, 7)))).isEqualTo(Errors.INVALID_RECORD);
    }

    @Test
    void offsetsThatAreNotTheClientsToGiveAreInvalid() {
        assertThat(produce(batch("a").putLong(0, 5))).isEqualTo(Errors.INVALID_RECORD);
        assertThat(produce(batch("a").putLong(0, -1))).isEqualTo(Errors.INVALID_RECORD);
    }

    @Test
    void aCodecThatIsNotThatOfTheDataOrUnknownIsNotUnderstood() {
        for (int codec = 1; codec <= 4; codec++) {
            ByteBuffer batch = signed(batch("not compressed at all").putShort(ATTRIBUTES, (short) codec));
            assertThat(produce(batch)).as("codec %s", codec).isNotEqualTo(Errors.NONE);
        }
        assertThat(produce(signed(batch("a").putShort(ATTRIBUTES, (short) 7)))).isEqualTo(Errors.UNKNOWN_SERVER_ERROR);
    }

    @Test
    void aBatchLargerThanTheTopicAllowsIsTooLarge() {
        assertThat(produce(batch("x".repeat(100_001)))).isEqualTo(Errors.MESSAGE_TOO_LARGE);
    }

    @Test
    void aCompressionBombIsDefused() {
        byte[] zeros = new byte[20_000_000];
        for (Compression compression : List.of(
                Compression.gzip().build(),
                Compression.zstd().build(),
                Compression.lz4().build())) {
            MemoryRecords bomb = MemoryRecords.withRecords(compression, new SimpleRecord(1L, null, zeros));
            assertThat(bomb.sizeInBytes()).isLessThan(100_000);

            assertThat(produce(bomb)).as("%s", compression.type()).isEqualTo(Errors.INVALID_RECORD);
        }
    }

    @Test
    void controlBatchesAreNotForClients() {
        MemoryRecords marker = MemoryRecords.withEndTransactionMarker(
                0, 1L, 0, 5L, (short) 0, new EndTransactionMarker(ControlRecordType.COMMIT, 0));

        assertThat(produce(marker)).isEqualTo(Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
        assertThat(produce(signed(batch("a").putShort(ATTRIBUTES, CONTROL)))).isEqualTo(Errors.INVALID_RECORD);
    }

    @Test
    void aProducerWithoutASequenceIsInvalid() {
        MemoryRecords records = MemoryRecords.withIdempotentRecords(
                Compression.NONE, 5, (short) 0, 0, new SimpleRecord(1L, "a".getBytes(UTF_8)));

        assertThat(produce(signed(records.buffer().putInt(BASE_SEQUENCE, -1)))).isEqualTo(Errors.INVALID_RECORD);
    }

    @Test
    void impossiblePartitionsAndTopicsAreUnknown() {
        Uuid stranger = new Uuid(7, 7);
        for (int partition : new int[] {-1, 1, Integer.MAX_VALUE}) {
            TopicIdPartition wrong = new TopicIdPartition(orders.topicId(), partition, "orders");
            assertThat(produceTo(wrong)).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
            assertThat(fetch(wrong, 0, -1)).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
            assertThat(Errors.forCode(WireRequests.list(wire, wrong, -1, -1, -1).errorCode()))
                    .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        }
        assertThat(produceTo(new TopicIdPartition(stranger, 0, ""))).isEqualTo(Errors.UNKNOWN_TOPIC_ID);
        assertThat(produceTo(new TopicIdPartition(Uuid.ZERO_UUID, 0, "")))
                .isIn(Errors.UNKNOWN_TOPIC_ID, Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(fetch(new TopicIdPartition(stranger, 0, ""), 0, -1)).isEqualTo(Errors.UNKNOWN_TOPIC_ID);
        assertThat(fetch(new TopicIdPartition(Uuid.ZERO_UUID, 0, ""), 0, -1)).isEqualTo(Errors.UNKNOWN_TOPIC_ID);
    }

    @Test
    void impossibleOffsetsAreOutOfRange() {
        assertThat(fetch(orders, Long.MAX_VALUE, -1)).isEqualTo(Errors.OFFSET_OUT_OF_RANGE);
        assertThat(fetch(orders, -1, -1)).isEqualTo(Errors.OFFSET_OUT_OF_RANGE);
        assertThat(fetch(orders, Long.MIN_VALUE, -1)).isEqualTo(Errors.OFFSET_OUT_OF_RANGE);
        assertThat(Errors.forCode(WireRequests.list(wire, orders, -7, -1, -1).errorCode()))
                .isEqualTo(Errors.UNSUPPORTED_VERSION);
        assertThat(Errors.forCode(
                        WireRequests.list(wire, orders, Long.MIN_VALUE, -1, -1).errorCode()))
                .isEqualTo(Errors.UNSUPPORTED_VERSION);
    }

    @Test
    void epochsOfTheFutureAreUnknown() {
        assertThat(fetch(orders, 0, 1_000)).isEqualTo(Errors.UNKNOWN_LEADER_EPOCH);
        assertThat(Errors.forCode(WireRequests.list(wire, orders, -1, 1_000, -1).errorCode()))
                .isEqualTo(Errors.UNKNOWN_LEADER_EPOCH);
        assertThat(Errors.forCode(WireRequests.epochEnd(wire, orders, 1_000, 0).errorCode()))
                .isEqualTo(Errors.UNKNOWN_LEADER_EPOCH);
        assertThat(WireRequests.epochEnd(wire, orders, -1, 1_000))
                .as("undefined, as Kafka says it")
                .satisfies(end -> assertThat(end.errorCode()).isZero())
                .satisfies(end -> assertThat(end.endOffset()).isEqualTo(-1))
                .satisfies(end -> assertThat(end.leaderEpoch()).isEqualTo(-1));
    }

    private static Errors fetch(TopicIdPartition partition, long offset, int currentEpoch) {
        return Errors.forCode(WireRequests.fetch(
                        wire,
                        partition.topicId(),
                        WireRequests.from(partition, offset).setCurrentLeaderEpoch(currentEpoch))
                .errorCode());
    }

    private static byte[] log() {
        FetchResponseData.PartitionData answer =
                WireRequests.fetch(wire, orders.topicId(), WireRequests.from(orders, 0));
        assertThat(answer.errorCode()).isZero();
        ByteBuffer records = ((MemoryRecords) answer.records()).buffer();
        byte[] bytes = new byte[records.remaining()];
        records.get(bytes);
        return bytes;
    }

    private static Errors produceTo(TopicIdPartition partition) {
        return Errors.forCode(WireRequests.produce(wire, partition, ALL, WireRequests.records("a"))
                .errorCode());
    }

    private static Errors produce(MemoryRecords records) {
        return Errors.forCode(WireRequests.produce(wire, orders, ALL, records).errorCode());
    }

    private static Errors produce(ByteBuffer batch) {
        return produce(MemoryRecords.readableRecords(batch));
    }

    private static ByteBuffer batch(String... values) {
        return WireRequests.records(values).buffer();
    }

    private static ByteBuffer signed(ByteBuffer batch) {
        batch.putInt(CRC, (int) Crc32C.compute(batch, ATTRIBUTES, batch.limit() - ATTRIBUTES));
        return batch;
    }
}
