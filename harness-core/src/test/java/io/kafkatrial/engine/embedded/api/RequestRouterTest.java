/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.embedded.api.ApiFixture.InlineLoop;
import io.kafkatrial.engine.embedded.api.ApiFixture.Outcome;
import io.kafkatrial.engine.embedded.api.Served.Versions;
import io.kafkatrial.engine.embedded.loop.Loop;
import io.kafkatrial.engine.embedded.loop.LoopClock;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ApiVersionsResponse;
import org.apache.kafka.common.requests.CreateTopicsRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestRouterTest {

    static Stream<Arguments> everyServedVersion() {
        List<Arguments> all = new ArrayList<>();
        Served.table().forEach((key, versions) -> {
            for (short version = versions.min(); version <= versions.max(); version++) {
                all.add(Arguments.of(key, version));
            }
        });
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("everyServedVersion")
    void everyServedVersionTravelsBothWays(ApiKeys key, short version) {
        List<AbstractRequest> handled = new ArrayList<>();
        RequestRouter router = router(key, (request, scope) -> {
            handled.add(request);
            return CompletableFuture.completedFuture(empty(key, version));
        });

        Outcome outcome = ApiFixture.send(router, Requests.sample(key, version));

        assertThat(handled).hasSize(1);
        assertThat(handled.get(0).version()).isEqualTo(version);
        AbstractResponse response = outcome.response(ApiFixture.header(key, version));
        assertThat(response.apiKey()).isEqualTo(key);
    }

    @ParameterizedTest
    @MethodSource("everyServedVersion")
    void failureBecomesTheRequestsOwnErrorResponse(ApiKeys key, short version) {
        RequestRouter router =
                router(key, (request, scope) -> CompletableFuture.failedFuture(new PolicyViolationException("no")));

        Outcome outcome = ApiFixture.send(router, Requests.sample(key, version));

        assertThat(outcome.response(ApiFixture.header(key, version)).apiKey()).isEqualTo(key);
    }

    @Test
    void unservedVersionsAndKeysCloseTheConnection() {
        ApiFixture broker = new ApiFixture();
        for (ApiKeys key : ApiKeys.values()) {
            if (key == ApiKeys.API_VERSIONS || !key.hasValidVersion()) {
                continue;
            }
            Versions served = broker.handlers.served().get(key);
            for (short version = 0; version <= key.latestVersion(true) + 1; version++) {
                if (served == null || !served.contains(version)) {
                    assertThat(broker.send(headerOnly(key, version)).ends())
                            .as("%s %s", key, version)
                            .containsExactly("closed");
                }
            }
        }
    }

    @Test
    void keysKafkaDoesNotKnowCloseTheConnection() {
        ApiFixture broker = new ApiFixture();
        for (short key : new short[] {-1, 4, 5, 6, 7, 500, Short.MAX_VALUE, Short.MIN_VALUE}) {
            ByteBuffer frame = ByteBuffer.allocate(16).putShort(key).putShort((short) 0);
            assertThat(broker.send(frame.rewind()).ends()).as("key %s", key).containsExactly("closed");
        }
    }

    @Test
    void unknownVersionOfApiVersionsIsAnsweredInVersionZeroWithTheRange() {
        ApiFixture broker = new ApiFixture();

        Outcome outcome = broker.send(headerOnly(ApiKeys.API_VERSIONS, (short) 99));

        RequestHeader asVersionZero = ApiFixture.header(ApiKeys.API_VERSIONS, (short) 0);
        ApiVersionsResponse response = (ApiVersionsResponse) outcome.response(asVersionZero);
        assertThat(response.data().errorCode()).isEqualTo(Errors.UNSUPPORTED_VERSION.code());
        assertThat(response.apiVersion(ApiKeys.API_VERSIONS.id).minVersion()).isZero();
        assertThat(response.apiVersion(ApiKeys.API_VERSIONS.id).maxVersion()).isEqualTo((short) 5);
    }

    @Test
    void headerOfApiVersionsResponseHasNoTaggedFields() {
        ApiFixture broker = new ApiFixture();

        ByteBuffer bytes = broker.send(ApiFixture.frame(
                        ApiKeys.API_VERSIONS, (short) 0, ApiKeys.API_VERSIONS.messageType.newRequest()))
                .bytes();

        assertThat(bytes.getInt()).as("correlation id").isEqualTo(42);
        assertThat(bytes.getShort()).as("the error code follows at once").isZero();
    }

    @Test
    void producerWithoutAcksHearsNothingButAnErrorClosesItsConnection() {
        assertThat(produceWithoutAcks(Errors.NONE).ends()).containsExactly("nothing");
        assertThat(produceWithoutAcks(Errors.NOT_LEADER_OR_FOLLOWER).ends()).containsExactly("closed");
    }

    private static Outcome produceWithoutAcks(Errors error) {
        RequestRouter router = router(ApiKeys.PRODUCE, (request, scope) -> {
            ProduceResponseData data = new ProduceResponseData();
            data.responses()
                    .add(new TopicProduceResponse()
                            .setName("orders")
                            .setPartitionResponses(List.of(new PartitionProduceResponse().setErrorCode(error.code()))));
            return CompletableFuture.completedFuture(new ProduceResponse(data));
        });
        return ApiFixture.send(
                router, ApiFixture.frame(ApiKeys.PRODUCE, (short) 9, new ProduceRequestData().setAcks((short) 0)));
    }

    @Test
    void bugInAHandlerIsAnUnknownServerError() {
        RequestRouter router = router(ApiKeys.CREATE_TOPICS, (request, scope) -> {
            throw new IllegalStateException("a bug, thrown on purpose by a test");
        });
        CreateTopicsRequestData body = new CreateTopicsRequestData();
        body.topics()
                .add(new CreateTopicsRequestData.CreatableTopic().setName("a").setNumPartitions(1));

        Outcome outcome = ApiFixture.send(router, ApiFixture.frame(ApiKeys.CREATE_TOPICS, (short) 7, body));

        assertThat(outcome.response(ApiFixture.header(ApiKeys.CREATE_TOPICS, (short) 7))
                        .errorCounts())
                .isEqualTo(Map.of(Errors.UNKNOWN_SERVER_ERROR, 1));
    }

    @Test
    void answersArriveOnTheLoopWhateverThreadEndsTheStage() {
        List<Runnable> queued = new ArrayList<>();
        InlineLoop elsewhere = new InlineLoop();
        CompletableFuture<AbstractResponse> later = new CompletableFuture<>();
        Handlers handlers =
                new Handlers().on(ApiKeys.CREATE_TOPICS, CreateTopicsRequest.class, (request, scope) -> later);
        RequestRouter router = new RequestRouter(handlers, new QueuingLoop(elsewhere, queued));
        Outcome outcome = ApiFixture.send(
                router, ApiFixture.frame(ApiKeys.CREATE_TOPICS, (short) 7, new CreateTopicsRequestData()));

        later.complete(empty(ApiKeys.CREATE_TOPICS, (short) 7));

        assertThat(outcome.ends()).isEmpty();
        queued.forEach(Runnable::run);
        assertThat(outcome.ends()).containsExactly("sent");
    }

    private static ByteBuffer headerOnly(ApiKeys key, short version) {
        RequestHeader header = ApiFixture.header(key, version);
        return MessageUtil.toByteBufferAccessor(header.data(), header.headerVersion())
                .buffer();
    }

    private static AbstractResponse empty(ApiKeys key, short version) {
        ApiMessage data = key.messageType.newResponse();
        ByteBuffer bytes = MessageUtil.toByteBufferAccessor(data, version).buffer();
        return AbstractResponse.parseResponse(key, new ByteBufferAccessor(bytes), version);
    }

    private static RequestRouter router(ApiKeys key, Handler<AbstractRequest> handler) {
        Handlers handlers = new Handlers().on(key, AbstractRequest.class, handler);
        return new RequestRouter(handlers, new InlineLoop());
    }

    /** Takes tasks without running them. */
    private record QueuingLoop(InlineLoop inner, List<Runnable> queued) implements Loop {
        @Override
        public void execute(Runnable task) {
            queued.add(task);
        }

        @Override
        public Cancellable schedule(long delayMs, Runnable task) {
            return inner.schedule(delayMs, task);
        }

        @Override
        public boolean inLoop() {
            return false;
        }

        @Override
        public LoopClock clock() {
            return inner.clock();
        }
    }
}
