/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.embedded.replication.EpochEnd;
import io.kafkatrial.engine.embedded.replication.Input.InTransaction;
import io.kafkatrial.engine.embedded.replication.LeaderHint;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.AllocateProducerIdsResponseData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.InitProducerIdResponse;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.common.requests.ListOffsetsResponse;
import org.apache.kafka.common.requests.OffsetsForLeaderEpochRequest;
import org.apache.kafka.common.requests.OffsetsForLeaderEpochResponse;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.apache.kafka.server.transaction.AddPartitionsToTxnManager.TransactionSupportedOperation;
import org.junit.jupiter.api.Test;

class DataRequestsTest {

    private static final short ALL = -1;
    private static final TopicIdPartition ORDERS_0 = new TopicIdPartition(ApiFixture.ORDERS, 0, "orders");

    private final ApiFixture broker = new ApiFixture();

    @Test
    void recordsReachTheLogByNameAndById() {
        for (int version = 3; version <= 13; version++) {
            broker.data.appended.clear();

            PartitionProduceResponse answer = produce(Requests.records("v" + version), version);

            assertThat(answer.errorCode()).as("version %s", version).isZero();
            assertThat(answer.baseOffset()).isEqualTo(10);
            assertThat(broker.data.appended).containsOnlyKeys(ORDERS_0);
        }
    }

    @Test
    void unknownTopicsAreToldByNameOrById() {
        ProduceRequestData byName = Requests.produce((short) 9, ALL, Requests.records("a"));
        byName.topicData().iterator().next().setName("missing");
        ProduceRequestData byId = Requests.produce((short) 13, ALL, Requests.records("a"));
        byId.topicData().iterator().next().setTopicId(new Uuid(5, 5));

        assertThat(produce(byName, 9).errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        assertThat(produce(byId, 13).errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_ID.code());
        assertThat(broker.data.appended).isEmpty();
    }

    @Test
    void strangeAcksAreRefusedForEveryPartition() {
        ProduceRequestData request = Requests.produce((short) 9, (short) 2, Requests.records("a"));

        assertThat(produce(request, 9).errorCode()).isEqualTo(Errors.INVALID_REQUIRED_ACKS.code());
        assertThat(broker.data.appended).isEmpty();
    }

    @Test
    void wrongLeaderIsToldWhoLeadsFromVersionTenOn() {
        broker.data.error = Errors.NOT_LEADER_OR_FOLLOWER;
        broker.data.leader = Optional.of(new LeaderHint(2, 5));

        ProduceResponseData told = answer(Requests.produce((short) 10, ALL, Requests.records("a")), 10);
        ProduceResponseData untold = answer(Requests.produce((short) 9, ALL, Requests.records("a")), 9);

        assertThat(told.responses()
                        .iterator()
                        .next()
                        .partitionResponses()
                        .get(0)
                        .currentLeader()
                        .leaderId())
                .isEqualTo(2);
        assertThat(told.nodeEndpoints().find(2).port()).isEqualTo(9002);
        assertThat(untold.responses()
                        .iterator()
                        .next()
                        .partitionResponses()
                        .get(0)
                        .currentLeader()
                        .leaderId())
                .isEqualTo(-1);
    }

    @Test
    void refusedRecordsAreNamedFromVersionEightOn() {
        broker.data.error = Errors.INVALID_RECORD;

        PartitionProduceResponse answer = produce(Requests.records("a"), 8);

        assertThat(answer.recordErrors()).singleElement().satisfies(it -> assertThat(it.batchIndex())
                .isEqualTo(2));
    }

    @Test
    void versionOfTheRequestSaysWhatMayBeDoneForItsTransaction() {
        MemoryRecords transactional = MemoryRecords.withTransactionalRecords(
                Compression.NONE, 1L, (short) 0, 0, new SimpleRecord("a".getBytes(UTF_8)));

        PartitionProduceResponse nameless = produce(transactional, 9);
        assertThat(nameless.errorCode()).isEqualTo(Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code());
        assertThat(broker.data.transaction).isEmpty();

        Map.of(
                        9, TransactionSupportedOperation.DEFAULT_ERROR,
                        11, TransactionSupportedOperation.GENERIC_ERROR_SUPPORTED,
                        12, TransactionSupportedOperation.ADD_PARTITION)
                .forEach((version, operation) -> {
                    produce(
                            Requests.produce(version.shortValue(), ALL, transactional)
                                    .setTransactionalId("tx"),
                            version);
                    assertThat(broker.data.transaction).contains(new InTransaction("tx", operation));
                });
    }

    @Test
    void clientsCannotWriteToInternalTopics() {
        broker.topic("__consumer_offsets", new Uuid(1, 9), 1);
        ProduceRequestData request = Requests.produce((short) 9, ALL, Requests.records("a"));
        request.topicData().iterator().next().setName("__consumer_offsets");

        assertThat(produce(request, 9).errorCode()).isEqualTo(Errors.INVALID_TOPIC_EXCEPTION.code());
    }

    @Test
    void fetchedRecordsAreSentByReference() {
        broker.data.records = Requests.records("by reference");

        ApiFixture.Outcome outcome =
                broker.send(ApiFixture.frame(ApiKeys.FETCH, (short) 16, Requests.fetch((short) 16)));

        ByteBuffer log = broker.data.records.buffer();
        assertThat(outcome.pieces())
                .anySatisfy(piece -> assertThat(piece.array()).isSameAs(log.array()));
        FetchResponse response = (FetchResponse) outcome.response(ApiFixture.header(ApiKeys.FETCH, (short) 16));
        assertThat(FetchResponse.recordsSize(partition(response))).isEqualTo(log.remaining());
    }

    @Test
    void everyFetchVersionAnswersItsPartition() {
        for (int version = 4; version <= 18; version++) {
            FetchResponseData.PartitionData answer = fetch(Requests.fetch((short) version), version);

            assertThat(answer.errorCode()).as("version %s", version).isZero();
            assertThat(answer.highWatermark()).isEqualTo(20);
            assertThat(broker.data.read.get(ORDERS_0).fetchOffset()).isEqualTo(3);
        }
    }

    @Test
    void consumersBeforeVersionElevenReadFromTheLeaderOnly() {
        fetch(Requests.fetch((short) 10), 10);
        assertThat(broker.data.reader.onlyLeader()).isTrue();

        fetch(Requests.fetch((short) 11), 11);
        assertThat(broker.data.reader.onlyLeader()).isFalse();
    }

    @Test
    void divergingEpochAndNewLeaderReachTheConsumer() {
        broker.data.error = Errors.FENCED_LEADER_EPOCH;
        broker.data.diverging = Optional.of(new EpochEnd(Errors.NONE, 3, 8));

        FetchResponseData answer = answer(Requests.fetch((short) 16), 16);
        FetchResponseData.PartitionData partition =
                answer.responses().get(0).partitions().get(0);

        assertThat(partition.divergingEpoch().endOffset()).isEqualTo(8);
        assertThat(partition.currentLeader().leaderId()).as("from the metadata").isEqualTo(1);
        assertThat(partition.currentLeader().leaderEpoch()).isEqualTo(4);
        assertThat(answer.nodeEndpoints().find(1).port()).isEqualTo(9001);
    }

    @Test
    void unknownTopicIdIsToldInItsPlace() {
        FetchRequestData request = Requests.fetch((short) 13);
        request.topics().get(0).setTopicId(new Uuid(5, 5));

        assertThat(fetch(request, 13).errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_ID.code());
    }

    @Test
    void isolationLevelThatIsNoneIsAnUnknownServerErrorAsInKafka() {
        FetchRequestData fetch = Requests.fetch((short) 16).setIsolationLevel((byte) 7);
        assertThat(answer(fetch, 16).errorCode()).isEqualTo(Errors.UNKNOWN_SERVER_ERROR.code());
        assertThat(answer(fetch, 16).responses()).isEmpty();

        FetchRequestData nothingToRead = Requests.fetch((short) 13).setIsolationLevel((byte) 7);
        nothingToRead.topics().get(0).setTopicId(new Uuid(5, 5));
        assertThat(fetch(nothingToRead, 13).errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_ID.code());
    }

    @Test
    void offsetsAreListedWithEpochsAndSpecialTimestampsNeedTheirVersion() {
        assertThat(list(-1, 11).leaderEpoch()).isEqualTo(4);
        assertThat(list(-1, 3).offset()).isEqualTo(15);
        assertThat(list(-3, 6).errorCode()).isEqualTo(Errors.UNSUPPORTED_VERSION.code());
        assertThat(list(-3, 7).errorCode()).isZero();
        assertThat(list(-7, 11).errorCode()).isEqualTo(Errors.UNSUPPORTED_VERSION.code());
        broker.data.error = Errors.OFFSET_NOT_AVAILABLE;
        assertThat(list(-1, 4).errorCode()).isEqualTo(Errors.LEADER_NOT_AVAILABLE.code());
        assertThat(list(-1, 5).errorCode()).isEqualTo(Errors.OFFSET_NOT_AVAILABLE.code());
    }

    @Test
    void epochEndsAreToldByPartition() {
        OffsetForLeaderEpochRequestData data = new OffsetForLeaderEpochRequestData().setReplicaId(-2);
        data.topics()
                .add(new OffsetForLeaderEpochRequestData.OffsetForLeaderTopic()
                        .setTopic("orders")
                        .setPartitions(List.of(
                                new OffsetForLeaderEpochRequestData.OffsetForLeaderPartition()
                                        .setPartition(0)
                                        .setLeaderEpoch(3),
                                new OffsetForLeaderEpochRequestData.OffsetForLeaderPartition()
                                        .setPartition(9)
                                        .setLeaderEpoch(3))));

        var answer = broker.ask(
                        OffsetsForLeaderEpochRequest.parse(
                                new ByteBufferAccessor(MessageUtil.toByteBufferAccessor(data, (short) 4)
                                        .buffer()),
                                (short) 4),
                        OffsetsForLeaderEpochResponse.class)
                .data()
                .topics()
                .find("orders")
                .partitions();

        assertThat(answer.get(0).endOffset()).isEqualTo(17);
        assertThat(answer.get(1).errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
    }

    @Test
    void producerIdsComeFromBlocksOfTheController() {
        ApiFixture.Outcome first = initProducerId(idempotent());
        ApiFixture.Outcome second = initProducerId(idempotent());
        ApiFixture.Outcome third = initProducerId(idempotent());
        assertThat(broker.controllers.blocksAsked).as("one block for all").hasSize(1);

        broker.controllers
                .blocksAsked
                .get(0)
                .complete(new AllocateProducerIdsResponseData()
                        .setProducerIdStart(1000)
                        .setProducerIdLen(2));

        assertThat(producerId(first)).isEqualTo(1000);
        assertThat(producerId(second)).isEqualTo(1001);
        assertThat(third.ends()).as("waits for the next block").isEmpty();
        broker.controllers
                .blocksAsked
                .get(1)
                .complete(new AllocateProducerIdsResponseData().setErrorCode(Errors.STALE_BROKER_EPOCH.code()));
        assertThat(error(third)).isEqualTo(Errors.COORDINATOR_LOAD_IN_PROGRESS.code());
    }

    @Test
    void transactionalIdGoesToItsCoordinatorAndHalfGivenProducerIsRefused() {
        var transactional = new InitProducerIdRequestData()
                .setTransactionalId("tx")
                .setTransactionTimeoutMs(60_000)
                .setProducerId(7)
                .setProducerEpoch((short) 2);

        assertThat(producerId(initProducerId(transactional))).isEqualTo(7);
        assertThat(broker.transactions.asked).containsExactly("init tx 60000 7/2");
        assertThat(error(initProducerId(idempotent().setProducerId(5)))).isEqualTo(Errors.INVALID_REQUEST.code());
    }

    private static InitProducerIdRequestData idempotent() {
        return new InitProducerIdRequestData().setTransactionalId(null);
    }

    private ApiFixture.Outcome initProducerId(InitProducerIdRequestData data) {
        return broker.send(ApiFixture.frame(ApiKeys.INIT_PRODUCER_ID, (short) 5, data));
    }

    private static long producerId(ApiFixture.Outcome outcome) {
        return ((InitProducerIdResponse) outcome.response(ApiFixture.header(ApiKeys.INIT_PRODUCER_ID, (short) 5)))
                .data()
                .producerId();
    }

    private static short error(ApiFixture.Outcome outcome) {
        return ((InitProducerIdResponse) outcome.response(ApiFixture.header(ApiKeys.INIT_PRODUCER_ID, (short) 5)))
                .data()
                .errorCode();
    }

    private ListOffsetsPartitionResponse list(long timestamp, int version) {
        ListOffsetsRequestData data = new ListOffsetsRequestData()
                .setReplicaId(-1)
                .setTopics(List.of(new ListOffsetsRequestData.ListOffsetsTopic()
                        .setName("orders")
                        .setPartitions(
                                List.of(new ListOffsetsRequestData.ListOffsetsPartition().setTimestamp(timestamp)))));
        ByteBuffer bytes =
                MessageUtil.toByteBufferAccessor(data, (short) version).buffer();
        ListOffsetsRequest request = ListOffsetsRequest.parse(new ByteBufferAccessor(bytes), (short) version);
        return broker.ask(request, ListOffsetsResponse.class)
                .topics()
                .get(0)
                .partitions()
                .get(0);
    }

    private PartitionProduceResponse produce(MemoryRecords records, int version) {
        return produce(Requests.produce((short) version, ALL, records), version);
    }

    private PartitionProduceResponse produce(ProduceRequestData data, int version) {
        return answer(data, version)
                .responses()
                .iterator()
                .next()
                .partitionResponses()
                .get(0);
    }

    private ProduceResponseData answer(ProduceRequestData data, int version) {
        return broker.ask(new ProduceRequest(data, (short) version), ProduceResponse.class)
                .data();
    }

    private FetchResponseData.PartitionData fetch(FetchRequestData data, int version) {
        return answer(data, version).responses().get(0).partitions().get(0);
    }

    private FetchResponseData answer(FetchRequestData data, int version) {
        return broker.ask(new FetchRequest(data, (short) version), FetchResponse.class)
                .data();
    }

    private static FetchResponseData.PartitionData partition(FetchResponse response) {
        return response.data().responses().get(0).partitions().get(0);
    }
}
