/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.TrialException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ApiVersionsRequest;
import org.apache.kafka.common.requests.ApiVersionsResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A broker told to serve less than it can, as an older one does. */
class VersionCapsTest {

    private final ApiFixture broker = new ApiFixture(Map.of(
            "trial.max.version.Metadata", "9",
            "trial.max.version.apiversions", "3",
            "trial.max.version.DescribeCluster", "-1"));

    @Test
    void onlyWhatIsLeftIsAdvertised() {
        ApiVersionsResponse told = broker.ask(
                new ApiVersionsRequest(
                        new ApiVersionsRequestData()
                                .setClientSoftwareName("test")
                                .setClientSoftwareVersion("1"),
                        (short) 3),
                ApiVersionsResponse.class);

        assertThat(told.apiVersion(ApiKeys.METADATA.id).maxVersion()).isEqualTo((short) 9);
        assertThat(told.apiVersion(ApiKeys.METADATA.id).minVersion()).isEqualTo((short) 0);
        assertThat(told.apiVersion(ApiKeys.API_VERSIONS.id).maxVersion()).isEqualTo((short) 3);
        assertThat(told.apiVersion(ApiKeys.DESCRIBE_CLUSTER.id)).isNull();
        assertThat(told.apiVersion(ApiKeys.PRODUCE.id).maxVersion())
                .isEqualTo(Served.table().get(ApiKeys.PRODUCE).max());
    }

    @Test
    void aNewerRequestClosesTheConnection() {
        assertThat(ends(ApiKeys.METADATA, 9)).containsExactly("sent");
        assertThat(ends(ApiKeys.METADATA, 10)).containsExactly("closed");
    }

    private List<String> ends(ApiKeys key, int version) {
        MetadataRequestData body = new MetadataRequestData().setTopics(List.of());
        return broker.send(ApiFixture.frame(key, (short) version, body)).ends();
    }

    @Test
    void aNewerApiVersionsIsToldWhatThereIs() {
        ApiFixture.Outcome outcome =
                broker.send(ApiFixture.frame(ApiKeys.API_VERSIONS, (short) 4, new ApiVersionsRequestData()));

        ApiVersionsResponse answer =
                (ApiVersionsResponse) outcome.response(ApiFixture.header(ApiKeys.API_VERSIONS, (short) 0));
        assertThat(answer.data().errorCode()).isEqualTo(Errors.UNSUPPORTED_VERSION.code());
        assertThat(answer.data().apiKeys().find(ApiKeys.API_VERSIONS.id).maxVersion())
                .isEqualTo((short) 3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Produse | 7 | Did you mean Produce?",
                "listoffset | 1 | Did you mean ListOffsets?",
                "Produce | 99 | serves versions 3 to 13 of it",
                "Produce | 2 | serves versions 3 to 13 of it",
                "Fetch | seven | serves versions 4 to 18 of it. Use one of these, or -1",
                "ApiVersions | -1 | serves versions 0 to 5 of it. Use one of these.",
            })
    void aMistakeIsToldWithWhatWouldDo(String api, String version, String complaint) {
        assertThatThrownBy(() -> new ApiFixture(Map.of("trial.max.version." + api, version)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void otherApisAreServedAsEver() {
        assertThat(VersionCaps.NONE.limit(ApiKeys.HEARTBEAT, Served.table().get(ApiKeys.HEARTBEAT)))
                .contains(Served.table().get(ApiKeys.HEARTBEAT));
    }
}
