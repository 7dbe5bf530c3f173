/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.ApiVersionsResponseData.FinalizedFeatureKey;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ApiVersionsRequest;
import org.apache.kafka.common.requests.ApiVersionsResponse;
import org.junit.jupiter.api.Test;

class ApiVersionsTest {

    private final ApiFixture broker = new ApiFixture();

    @Test
    void advertisesExactlyWhatHasAHandler() {
        Set<Short> advertised = ask(named("a", "1"), 4).apiKeys().stream()
                .map(ApiVersion::apiKey)
                .collect(Collectors.toSet());

        assertThat(advertised)
                .contains(ApiKeys.PRODUCE.id, ApiKeys.ELECT_LEADERS.id)
                .doesNotContain(ApiKeys.JOIN_GROUP.id, ApiKeys.END_TXN.id, ApiKeys.VOTE.id);
    }

    @Test
    void produceIsAdvertisedFromZero() {
        ApiVersion produce = ask(named("a", "1"), 3).apiKeys().find(ApiKeys.PRODUCE.id);

        assertThat(produce.minVersion()).isZero();
        assertThat(produce.maxVersion()).isEqualTo((short) 13);
    }

    @Test
    void tellsFinalizedFeaturesAndTheirEpoch() {
        ApiVersionsResponseData answer = ask(named("a", "1"), 3);

        assertThat(answer.finalizedFeaturesEpoch()).isNotNegative();
        assertThat(answer.finalizedFeatures())
                .extracting(FinalizedFeatureKey::name)
                .contains("metadata.version");
        assertThat(answer.supportedFeatures()).isNotEmpty();
    }

    @Test
    void refusesStrangeSoftwareNamesFromVersionThreeOn() {
        assertThat(ask(named("-bad-", "1"), 3).errorCode()).isEqualTo(Errors.INVALID_REQUEST.code());
        assertThat(ask(named("good", "1 2"), 4).errorCode()).isEqualTo(Errors.INVALID_REQUEST.code());
        assertThat(ask(new ApiVersionsRequestData(), 2).errorCode()).isZero();
    }

    @Test
    void clientThatMeansAnotherBrokerOrClusterHasToRebootstrap() {
        assertThat(ask(meant("cluster-a", 1), 5).errorCode()).isZero();
        assertThat(ask(meant("cluster-a", 2), 5).errorCode()).isEqualTo(Errors.REBOOTSTRAP_REQUIRED.code());
        assertThat(ask(meant("cluster-b", 1), 5).errorCode()).isEqualTo(Errors.REBOOTSTRAP_REQUIRED.code());
        assertThat(ask(named("a", "1"), 5).errorCode()).isZero();
        assertThat(ask(meant("cluster-a", -1), 5).errorCode()).isEqualTo(Errors.INVALID_REQUEST.code());
    }

    private static ApiVersionsRequestData named(String name, String version) {
        return new ApiVersionsRequestData().setClientSoftwareName(name).setClientSoftwareVersion(version);
    }

    private static ApiVersionsRequestData meant(String clusterId, int nodeId) {
        return named("a", "1").setClusterId(clusterId).setNodeId(nodeId);
    }

    private ApiVersionsResponseData ask(ApiVersionsRequestData data, int version) {
        return broker.ask(new ApiVersionsRequest(data, (short) version), ApiVersionsResponse.class)
                .data();
    }
}
