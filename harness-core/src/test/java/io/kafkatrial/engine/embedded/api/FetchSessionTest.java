/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.embedded.replication.Input.Position;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.junit.jupiter.api.Test;

/** KIP-227: incremental fetch sessions. */
class FetchSessionTest {

    private static final int FINAL = -1;
    private static final TopicIdPartition ORDERS_0 = new TopicIdPartition(ApiFixture.ORDERS, 0, "orders");
    private static final TopicIdPartition ORDERS_1 = new TopicIdPartition(ApiFixture.ORDERS, 1, "orders");

    private final ApiFixture broker = new ApiFixture(Map.of("max.incremental.fetch.session.cache.slots", "2"));

    @Test
    void aFullFetchOpensASessionAndAnIncrementalOneTellsOnlyNews() {
        FetchResponseData opened = answer(full(13, 0, 1), 13);
        assertThat(opened.sessionId()).isPositive();
        assertThat(partitions(opened)).containsExactly(0, 1);

        FetchResponseData second = answer(next(opened, 1), 13);

        assertThat(second.errorCode()).isZero();
        assertThat(second.sessionId()).isEqualTo(opened.sessionId());
        assertThat(second.responses()).as("nothing new").isEmpty();
        assertThat(broker.data.read).as("but all is read").containsOnlyKeys(ORDERS_0, ORDERS_1);
    }

    @Test
    void recordsErrorsAndMovedWatermarksAreNews() {
        FetchResponseData opened = answer(full(13, 0), 13);
        broker.data.records = Requests.records("a");
        assertThat(partitions(answer(next(opened, 1), 13))).containsExactly(0);

        broker.data.records = MemoryRecords.EMPTY;
        assertThat(partitions(answer(next(opened, 2), 13))).isEmpty();
        broker.data.highWatermark = 21;
        assertThat(partitions(answer(next(opened, 3), 13))).containsExactly(0);
        assertThat(partitions(answer(next(opened, 4), 13))).isEmpty();

        broker.data.error = Errors.OFFSET_OUT_OF_RANGE;
        assertThat(partitions(answer(next(opened, 5), 13))).containsExactly(0);
        assertThat(partitions(answer(next(opened, 6), 13)))
                .as("errors are told each time")
                .containsExactly(0);
        broker.data.error = Errors.NONE;
        assertThat(partitions(answer(next(opened, 7), 13)))
                .as("the error's end")
                .containsExactly(0);
        assertThat(partitions(answer(next(opened, 8), 13))).isEmpty();
    }

    @Test
    void aRequestChangesItsSession() {
        FetchResponseData opened = answer(full(13, 0), 13);
        FetchRequestData request = next(opened, 1);
        request.setTopics(full(13, 1).topics());
        request.topics().get(0).partitions().get(0).setFetchOffset(9);

        FetchResponseData added = answer(request, 13);

        assertThat(partitions(added)).as("the new one").containsExactly(1);
        assertThat(broker.data.read.get(ORDERS_1))
                .extracting(Position::fetchOffset)
                .isEqualTo(9L);
        FetchRequestData forgetting = next(opened, 2);
        forgetting
                .forgottenTopicsData()
                .add(new FetchRequestData.ForgottenTopic()
                        .setTopicId(ApiFixture.ORDERS)
                        .setPartitions(List.of(0)));
        answer(forgetting, 13);
        assertThat(broker.data.read).containsOnlyKeys(ORDERS_1);
    }

    @Test
    void aSessionThatForgetsEverythingIsOver() {
        FetchResponseData opened = answer(full(13, 0), 13);
        FetchRequestData forgetting = next(opened, 1);
        forgetting
                .forgottenTopicsData()
                .add(new FetchRequestData.ForgottenTopic()
                        .setTopicId(ApiFixture.ORDERS)
                        .setPartitions(List.of(0)));

        assertThat(answer(forgetting, 13).sessionId()).isZero();
        assertThat(error(next(opened, 2), 13)).isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND);
    }

    @Test
    void wrongSessionsAndEpochsAreRefused() {
        FetchResponseData opened = answer(full(13, 0), 13);

        assertThat(error(next(opened, 2), 13)).isEqualTo(Errors.INVALID_FETCH_SESSION_EPOCH);
        assertThat(error(next(opened, 1).setSessionId(opened.sessionId() ^ 1), 13))
                .isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND);
        assertThat(error(next(opened, 1).setSessionId(-5), 13)).isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND);
        assertThat(error(next(opened, 1), 13)).as("unharmed").isEqualTo(Errors.NONE);
        assertThat(error(next(opened, 1), 13)).as("a repetition").isEqualTo(Errors.INVALID_FETCH_SESSION_EPOCH);
    }

    @Test
    void aSessionByNameCannotGoOnByIdNorTheOtherWay() {
        FetchResponseData byName = answer(full(12, 0), 12);
        FetchResponseData byId = answer(full(13, 0), 13);

        assertThat(error(next(byName, 1), 13)).isEqualTo(Errors.FETCH_SESSION_TOPIC_ID_ERROR);
        assertThat(error(next(byId, 1), 12)).isEqualTo(Errors.FETCH_SESSION_TOPIC_ID_ERROR);
        assertThat(error(next(byName, 1), 12)).as("unharmed").isEqualTo(Errors.NONE);
    }

    @Test
    void aFullFetchEndsItsOldSessionAndAFinalOneOpensNone() {
        FetchResponseData first = answer(full(13, 0), 13);
        FetchResponseData second = answer(full(13, 0).setSessionId(first.sessionId()), 13);
        assertThat(error(next(first, 1), 13)).isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND);

        FetchResponseData last =
                answer(full(13, 0).setSessionId(second.sessionId()).setSessionEpoch(FINAL), 13);

        assertThat(last.sessionId()).isZero();
        assertThat(error(next(second, 1), 13)).isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND);
    }

    @Test
    void aTopicMadeUnderAnAwaitedIdIsReadWhenItIsKnown() {
        Uuid later = new Uuid(1, 2);
        FetchRequestData request = full(13, 0);
        request.topics().get(0).setTopicId(later);
        FetchResponseData opened = answer(request, 13);
        assertThat(opened.responses().get(0).partitions().get(0).errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_ID.code());

        broker.topic("later", later, 1);
        FetchResponseData second = answer(next(opened, 1), 13);

        assertThat(second.responses().get(0).partitions().get(0).errorCode()).isZero();
        assertThat(broker.data.read).containsOnlyKeys(new TopicIdPartition(later, 0, "later"));
    }

    @Test
    void aFullCacheKeepsItsSessionsUntilTheyAreStaleOrSmallerAndOld() {
        FetchResponseData first = answer(full(13, 0), 13);
        FetchResponseData second = answer(full(13, 0), 13);
        assertThat(answer(full(13, 0, 1), 13).sessionId()).as("no room").isZero();

        broker.nowMs = FetchSessions.EVICTION_MS + 1;
        assertThat(error(next(first, 1), 13)).isEqualTo(Errors.NONE);
        assertThat(answer(full(13, 0), 13).sessionId()).as("stale").isPositive();
        assertThat(error(next(second, 1), 13)).isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND);

        assertThat(answer(full(13, 0), 13).sessionId()).as("not larger").isZero();
        assertThat(answer(full(13, 0, 1), 13).sessionId()).as("larger").isPositive();
        assertThat(error(next(first, 2), 13)).isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND);
    }

    @Test
    void whoGotRecordsIsReadLastNextTime() {
        FetchResponseData opened = answer(full(13, 0, 1), 13);
        FetchRequestData request = next(opened, 1);
        broker.data.recordsOnlyOf = ORDERS_0;
        broker.data.records = Requests.records("a");
        answer(request, 13);

        answer(next(opened, 2), 13);

        assertThat(broker.data.read.keySet()).containsExactly(ORDERS_1, ORDERS_0);
    }

    private static FetchRequestData full(int version, int... partitions) {
        FetchRequestData request =
                Requests.fetch((short) version).setSessionId(0).setSessionEpoch(0);
        FetchRequestData.FetchPartition sample =
                request.topics().get(0).partitions().get(0);
        request.topics()
                .get(0)
                .setPartitions(Arrays.stream(partitions)
                        .mapToObj(partition -> sample.duplicate().setPartition(partition))
                        .toList());
        return request;
    }

    private static FetchRequestData next(FetchResponseData opened, int epoch) {
        return new FetchRequestData()
                .setMaxBytes(10_000)
                .setMinBytes(1)
                .setSessionId(opened.sessionId())
                .setSessionEpoch(epoch);
    }

    private static List<Integer> partitions(FetchResponseData answer) {
        return answer.responses().stream()
                .flatMap(topic -> topic.partitions().stream())
                .map(FetchResponseData.PartitionData::partitionIndex)
                .toList();
    }

    private Errors error(FetchRequestData data, int version) {
        return Errors.forCode(answer(data, version).errorCode());
    }

    private FetchResponseData answer(FetchRequestData data, int version) {
        return broker.ask(new FetchRequest(data, (short) version), FetchResponse.class)
                .data();
    }
}
