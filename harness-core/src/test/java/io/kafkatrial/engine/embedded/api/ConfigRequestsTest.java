/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResourceResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsSynonym;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AlterConfigsRequest;
import org.apache.kafka.common.requests.AlterConfigsResponse;
import org.apache.kafka.common.requests.DescribeConfigsRequest;
import org.apache.kafka.common.requests.DescribeConfigsResponse;
import org.apache.kafka.common.requests.DescribeConfigsResponse.ConfigSource;
import org.apache.kafka.common.requests.DescribeConfigsResponse.ConfigType;
import org.apache.kafka.common.requests.IncrementalAlterConfigsRequest;
import org.apache.kafka.common.requests.IncrementalAlterConfigsResponse;
import org.junit.jupiter.api.Test;

class ConfigRequestsTest {

    private static final byte TOPIC = 2;
    private static final byte BROKER = 4;
    private static final byte LOGGER = 8;
    private static final byte METRICS = 16;
    private static final byte GROUP = 32;

    private final ApiFixture broker = new ApiFixture(Map.of("message.max.bytes", "2000000"));

    @Test
    void topicIsDescribedInFullWithTheSourceOfEachValue() {
        broker.config(TOPIC, "orders", "retention.ms", "5000");
        broker.config(BROKER, "", "log.segment.bytes", "4000000");

        List<DescribeConfigsResourceResult> entries = describe(TOPIC, "orders").configs();

        assertThat(entries).hasSizeGreaterThan(25);
        assertThat(entry(entries, "retention.ms")).satisfies(it -> {
            assertThat(it.value()).isEqualTo("5000");
            assertThat(it.configSource()).isEqualTo(ConfigSource.TOPIC_CONFIG.id());
            assertThat(it.configType()).isEqualTo(ConfigType.LONG.id());
            assertThat(it.documentation()).isNotBlank();
        });
        assertThat(entry(entries, "segment.bytes").value()).isEqualTo("4000000");
        assertThat(entry(entries, "segment.bytes").configSource())
                .isEqualTo(ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG.id());
        assertThat(entry(entries, "max.message.bytes").value()).isEqualTo("2000000");
        assertThat(entry(entries, "min.insync.replicas").value()).isEqualTo("2");
        assertThat(entry(entries, "min.insync.replicas").configSource())
                .isEqualTo(ConfigSource.STATIC_BROKER_CONFIG.id());
        assertThat(entry(entries, "cleanup.policy").value()).isEqualTo("delete");
        assertThat(entry(entries, "cleanup.policy").configSource()).isEqualTo(ConfigSource.DEFAULT_CONFIG.id());
    }

    @Test
    void synonymsTellEveryPlaceAValueCouldComeFrom() {
        broker.config(TOPIC, "orders", "max.message.bytes", "3000");

        DescribeConfigsResourceResult entry = entry(describe(TOPIC, "orders").configs(), "max.message.bytes");

        assertThat(entry.synonyms())
                .extracting(DescribeConfigsSynonym::name, DescribeConfigsSynonym::value, DescribeConfigsSynonym::source)
                .containsExactly(
                        tuple("max.message.bytes", "3000", ConfigSource.TOPIC_CONFIG.id()),
                        tuple("message.max.bytes", "2000000", ConfigSource.STATIC_BROKER_CONFIG.id()),
                        tuple("message.max.bytes", "1048588", ConfigSource.DEFAULT_CONFIG.id()));
    }

    @Test
    void onlyTheKeysAskedForAreDescribed() {
        DescribeConfigsRequestData request = Requests.describeConfigs(TOPIC, "orders");
        request.resources().get(0).setConfigurationKeys(List.of("retention.ms", "no.such.key"));

        assertThat(describe(request).configs())
                .extracting(DescribeConfigsResourceResult::name)
                .containsExactly("retention.ms");
    }

    @Test
    void brokerIsDescribedInFullAndSecretsStaySecret() {
        ApiFixture secretive = new ApiFixture(Map.of("ssl.key.password", "hush", "my.own.plugin.key", "x"));

        List<DescribeConfigsResourceResult> entries = secretive
                .ask(
                        new DescribeConfigsRequest.Builder(
                                        Requests.describeConfigs(BROKER, "1").setIncludeSynonyms(true))
                                .build((short) 4),
                        DescribeConfigsResponse.class)
                .data()
                .results()
                .get(0)
                .configs();

        assertThat(entries).hasSizeGreaterThan(200);
        assertThat(entry(entries, "node.id").value()).isEqualTo("1");
        assertThat(entry(entries, "node.id").readOnly()).isTrue();
        assertThat(entry(entries, "message.max.bytes").readOnly()).isFalse();
        assertThat(entry(entries, "ssl.key.password")).satisfies(it -> {
            assertThat(it.isSensitive()).isTrue();
            assertThat(it.value()).isNull();
            assertThat(it.synonyms())
                    .allSatisfy(synonym -> assertThat(synonym.value()).isNull());
        });
        assertThat(entry(entries, "my.own.plugin.key").isSensitive())
                .as("unknown, so it may be one")
                .isTrue();
    }

    @Test
    void clusterDefaultHasOnlyWhatIsSetDynamically() {
        broker.config(BROKER, "", "log.retention.ms", "7");

        assertThat(describe(BROKER, "").configs())
                .extracting(DescribeConfigsResourceResult::name, DescribeConfigsResourceResult::value)
                .containsExactly(tuple("log.retention.ms", "7"));
    }

    @Test
    void groupsMetricsAndLoggersAreDescribed() {
        assertThat(entry(describe(GROUP, "g").configs(), "consumer.session.timeout.ms")
                        .value())
                .isEqualTo("10000");
        assertThat(describe(METRICS, "m").configs()).isNotEmpty();
        assertThat(describe(LOGGER, "1").configs()).isEmpty();
        assertThat(describe(GROUP, "").errorCode()).isEqualTo(Errors.INVALID_REQUEST.code());
    }

    @Test
    void unknownTopicsAndOtherBrokersAreRefusedOneByOne() {
        assertThat(describe(TOPIC, "missing").errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        assertThat(describe(TOPIC, "in valid").errorCode()).isEqualTo(Errors.INVALID_TOPIC_EXCEPTION.code());
        assertThat(describe(BROKER, "2").errorCode()).isEqualTo(Errors.INVALID_REQUEST.code());
        assertThat(describe(BROKER, "x").errorCode()).isEqualTo(Errors.INVALID_REQUEST.code());
    }

    @Test
    void goodChangesGoToTheControllerAndBadOnesAreToldInOrder() {
        List<AlterConfigsResourceResponse> answer = alter(
                change(BROKER, "2", "log.retention.ms", "1"),
                change(TOPIC, "orders", "retention.ms", "1"),
                change(BROKER, "", "node.id", "9"),
                change(BROKER, "1", "log.retention.ms", "soon"),
                change((byte) 77, "?", "a", "b"),
                change(LOGGER, "1", "root", "INFO"));

        assertThat(answer)
                .extracting(AlterConfigsResourceResponse::resourceName, AlterConfigsResourceResponse::errorCode)
                .containsExactly(
                        tuple("2", Errors.INVALID_REQUEST.code()),
                        tuple("orders", Errors.NONE.code()),
                        tuple("", Errors.INVALID_REQUEST.code()),
                        tuple("1", Errors.INVALID_REQUEST.code()),
                        tuple("?", Errors.INVALID_REQUEST.code()),
                        tuple("1", Errors.INVALID_CONFIG.code()));
        assertThat(answer)
                .extracting(AlterConfigsResourceResponse::resourceType)
                .contains((byte) 77);
        assertThat(broker.controllers.altered.get(0).resources())
                .extracting(AlterConfigsResource::resourceName)
                .containsExactly("orders");
    }

    @Test
    void resourceNamedTwiceIsRefusedTwice() {
        List<AlterConfigsResourceResponse> answer =
                alter(change(TOPIC, "orders", "retention.ms", "1"), change(TOPIC, "orders", "retention.ms", "2"));

        assertThat(answer)
                .extracting(AlterConfigsResourceResponse::errorCode)
                .containsExactly(Errors.INVALID_REQUEST.code(), Errors.INVALID_REQUEST.code());
        assertThat(broker.controllers.altered).isEmpty();
    }

    @Test
    void onlyListsTakeAppend() {
        AlterConfigsResource change = change(BROKER, "1", "log.retention.ms", "1");
        change.configs().iterator().next().setConfigOperation(OpType.APPEND.id());

        assertThat(alter(change).get(0).errorCode()).isEqualTo(Errors.INVALID_CONFIG.code());
    }

    @Test
    void controllersWordReachesTheLegacyClient() {
        AlterConfigsRequestData data = new AlterConfigsRequestData();
        data.resources()
                .add(new AlterConfigsRequestData.AlterConfigsResource()
                        .setResourceType(TOPIC)
                        .setResourceName("orders"));

        AlterConfigsResponse answer = broker.ask(new AlterConfigsRequest(data, (short) 2), AlterConfigsResponse.class);

        assertThat(answer.data().responses()).singleElement().satisfies(it -> assertThat(it.errorCode())
                .isEqualTo(Errors.POLICY_VIOLATION.code()));
    }

    private static AlterConfigsResource change(byte type, String resource, String key, String value) {
        AlterConfigsResource change =
                new AlterConfigsResource().setResourceType(type).setResourceName(resource);
        change.configs().add(new AlterableConfig().setName(key).setValue(value).setConfigOperation(OpType.SET.id()));
        return change;
    }

    private List<AlterConfigsResourceResponse> alter(AlterConfigsResource... changes) {
        IncrementalAlterConfigsRequestData data = new IncrementalAlterConfigsRequestData();
        for (AlterConfigsResource change : changes) {
            data.resources().add(change);
        }
        return broker.ask(new IncrementalAlterConfigsRequest(data, (short) 1), IncrementalAlterConfigsResponse.class)
                .data()
                .responses();
    }

    private DescribeConfigsResult describe(byte type, String name) {
        return describe(Requests.describeConfigs(type, name));
    }

    private DescribeConfigsResult describe(DescribeConfigsRequestData data) {
        data.setIncludeSynonyms(true).setIncludeDocumentation(true);
        return broker.ask(new DescribeConfigsRequest.Builder(data).build((short) 4), DescribeConfigsResponse.class)
                .data()
                .results()
                .get(0);
    }

    private static DescribeConfigsResourceResult entry(List<DescribeConfigsResourceResult> entries, String name) {
        return entries.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
    }
}
