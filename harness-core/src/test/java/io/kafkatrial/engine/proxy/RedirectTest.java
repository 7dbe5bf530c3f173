/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ShareAcknowledgeResponseData;
import org.apache.kafka.common.message.ShareFetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.types.ArrayOf;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.CompactArrayOf;
import org.apache.kafka.common.protocol.types.Field;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.TaggedFields;
import org.apache.kafka.common.protocol.types.Type;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every answer with the address of a broker in it, in every version. */
class RedirectTest {

    private static final int ID = 17;

    /** Has another port for each broker, and is asked with what the answer says. */
    private final List<String> asked = new ArrayList<>();

    private final Redirect redirect = new Redirect((broker, advertised) -> {
        asked.add(broker + "=" + advertised.getHostString() + ":" + advertised.getPort());
        return InetSocketAddress.createUnresolved("127.0.0.1", 1000 + broker);
    });

    static Stream<Arguments> answers() {
        return Redirect.WITH_ADDRESSES.stream()
                .flatMap(key -> IntStream.rangeClosed(key.oldestVersion(), key.latestVersion())
                        .filter(version -> hasAddresses(key, version))
                        .mapToObj(version -> Arguments.of(key, (short) version)));
    }

    /** With whom to fetch from instead answers have begun later. */
    private static boolean hasAddresses(ApiKeys key, int version) {
        return switch (key) {
            case PRODUCE -> version >= 10;
            case FETCH -> version >= 16;
            default -> true;
        };
    }

    private static ApiMessage answer(ApiKeys key, int version) {
        ApiMessage answer =
                switch (key) {
                    case METADATA -> {
                        var brokers = new MetadataResponseData.MetadataResponseBrokerCollection();
                        brokers.add(new MetadataResponseData.MetadataResponseBroker()
                                .setNodeId(2)
                                .setHost("kafka-2")
                                .setPort(9092));
                        yield new MetadataResponseData().setBrokers(brokers);
                    }
                    case DESCRIBE_CLUSTER -> {
                        var brokers = new DescribeClusterResponseData.DescribeClusterBrokerCollection();
                        brokers.add(new DescribeClusterResponseData.DescribeClusterBroker()
                                .setBrokerId(2)
                                .setHost("kafka-2")
                                .setPort(9092));
                        yield new DescribeClusterResponseData().setBrokers(brokers);
                    }
                    case FIND_COORDINATOR -> coordinator(version);
                    case PRODUCE -> {
                        var nodes = new ProduceResponseData.NodeEndpointCollection();
                        nodes.add(new ProduceResponseData.NodeEndpoint()
                                .setNodeId(2)
                                .setHost("kafka-2")
                                .setPort(9092));
                        yield new ProduceResponseData().setNodeEndpoints(nodes);
                    }
                    case FETCH -> {
                        var nodes = new FetchResponseData.NodeEndpointCollection();
                        nodes.add(new FetchResponseData.NodeEndpoint()
                                .setNodeId(2)
                                .setHost("kafka-2")
                                .setPort(9092));
                        yield new FetchResponseData().setNodeEndpoints(nodes);
                    }
                    case SHARE_FETCH -> {
                        var nodes = new ShareFetchResponseData.NodeEndpointCollection();
                        nodes.add(new ShareFetchResponseData.NodeEndpoint()
                                .setNodeId(2)
                                .setHost("kafka-2")
                                .setPort(9092));
                        yield new ShareFetchResponseData().setNodeEndpoints(nodes);
                    }
                    case SHARE_ACKNOWLEDGE -> {
                        var nodes = new ShareAcknowledgeResponseData.NodeEndpointCollection();
                        nodes.add(new ShareAcknowledgeResponseData.NodeEndpoint()
                                .setNodeId(2)
                                .setHost("kafka-2")
                                .setPort(9092));
                        yield new ShareAcknowledgeResponseData().setNodeEndpoints(nodes);
                    }
                    default -> throw new AssertionError(key);
                };
        return answer;
    }

    private static FindCoordinatorResponseData coordinator(int version) {
        return version < 4
                ? new FindCoordinatorResponseData()
                        .setNodeId(2)
                        .setHost("kafka-2")
                        .setPort(9092)
                : new FindCoordinatorResponseData()
                        .setCoordinators(List.of(new FindCoordinatorResponseData.Coordinator()
                                .setKey("billing")
                                .setNodeId(2)
                                .setHost("kafka-2")
                                .setPort(9092)));
    }

    private static RequestHeader question(ApiKeys key, short version) {
        return new RequestHeader(key, version, "shop", ID);
    }

    private static ByteBuffer frame(RequestHeader question, ApiMessage answer) {
        return RequestUtils.serialize(
                question.toResponseHeader().data(),
                question.toResponseHeader().headerVersion(),
                answer,
                question.apiVersion());
    }

    @ParameterizedTest
    @MethodSource("answers")
    void brokersAreWhereTheirDoorsAre(ApiKeys key, short version) {
        RequestHeader question = question(key, version);
        ByteBuffer told = frame(question, answer(key, version));
        redirect.asked(question);

        ByteBuffer changed = redirect.answer(told.asReadOnlyBuffer()).orElseThrow();

        assertThat(asked).containsExactly("2=kafka-2:9092");
        assertThat(AbstractResponse.parseResponse(changed, question).data().toString())
                .contains("host='127.0.0.1', port=1002")
                .doesNotContain("kafka-2");
        assertThat(told.position()).isZero();
    }

    @Test
    void answersWithoutAddressesStayAsTheyAre() {
        RequestHeader question = question(ApiKeys.FETCH, ApiKeys.FETCH.latestVersion());
        ByteBuffer told = frame(question, new FetchResponseData());

        assertThat(redirect.answer(told)).as("nobody has asked").isEmpty();
        redirect.asked(question);
        assertThat(redirect.answer(told)).isEmpty();
        redirect.asked(question(ApiKeys.HEARTBEAT, (short) 0));
        assertThat(redirect.answer(told)).isEmpty();
    }

    @Test
    void coordinatorThatIsNowhereStaysThere() {
        RequestHeader question = question(ApiKeys.FIND_COORDINATOR, (short) 4);
        redirect.asked(question);
        redirect.answer(frame(
                question,
                new FindCoordinatorResponseData()
                        .setCoordinators(List.of(new FindCoordinatorResponseData.Coordinator()
                                .setKey("billing")
                                .setNodeId(-1)
                                .setErrorCode((short) 15)))));

        assertThat(asked).isEmpty();
    }

    @Test
    void versionsThatCannotBeReadHereAreNotOffered() {
        RequestHeader question = question(ApiKeys.API_VERSIONS, (short) 3);
        var offers = new ApiVersionsResponseData.ApiVersionCollection();
        for (ApiKeys key : List.of(ApiKeys.METADATA, ApiKeys.HEARTBEAT)) {
            offers.add(new ApiVersionsResponseData.ApiVersion()
                    .setApiKey(key.id)
                    .setMinVersion((short) 0)
                    .setMaxVersion((short) 99));
        }
        redirect.asked(question);

        ByteBuffer changed = redirect.answer(frame(question, new ApiVersionsResponseData().setApiKeys(offers)))
                .orElseThrow();

        ApiVersionsResponseData told = (ApiVersionsResponseData)
                AbstractResponse.parseResponse(changed, question).data();
        assertThat(told.apiKeys().find(ApiKeys.METADATA.id).maxVersion()).isEqualTo(ApiKeys.METADATA.latestVersion());
        assertThat(told.apiKeys().find(ApiKeys.HEARTBEAT.id).maxVersion()).isEqualTo((short) 99);
    }

    @Test
    void nextVersionOfKafkaHasNoOtherAnswerWithTheAddressOfABroker() {
        Set<ApiKeys> found = EnumSet.noneOf(ApiKeys.class);
        for (ApiKeys key : ApiKeys.brokerApis()) {
            Schema[] schemas = key.messageType.responseSchemas();
            Arrays.stream(schemas)
                    .filter(schema -> schema != null && hasHostAndPort(schema))
                    .forEach(schema -> found.add(key));
        }

        assertThat(found)
                .as("all there are, but listeners of controllers, and what members of Streams groups say of themselves")
                .containsAll(Redirect.WITH_ADDRESSES)
                .isSubsetOf(union(
                        Redirect.WITH_ADDRESSES,
                        ApiKeys.DESCRIBE_QUORUM,
                        ApiKeys.STREAMS_GROUP_HEARTBEAT,
                        ApiKeys.STREAMS_GROUP_DESCRIBE));
    }

    private static Set<ApiKeys> union(Set<ApiKeys> some, ApiKeys... more) {
        Set<ApiKeys> all = EnumSet.copyOf(some);
        all.addAll(List.of(more));
        return all;
    }

    private static boolean hasHostAndPort(Schema schema) {
        Set<String> names = new java.util.HashSet<>();
        boolean inside = false;
        for (BoundField field : schema.fields()) {
            names.add(field.def.name);
            inside |= hasHostAndPort(field.def.type);
        }
        return inside || (names.contains("host") && names.contains("port"));
    }

    private static boolean hasHostAndPort(Type type) {
        if (type instanceof Schema schema) {
            return hasHostAndPort(schema);
        }
        if (type instanceof ArrayOf || type instanceof CompactArrayOf) {
            return type.arrayElementType().map(RedirectTest::hasHostAndPort).orElse(false);
        }
        return type instanceof TaggedFields tagged
                && tagged.fields().values().stream()
                        .map((Field field) -> field.type)
                        .anyMatch(RedirectTest::hasHostAndPort);
    }
}
