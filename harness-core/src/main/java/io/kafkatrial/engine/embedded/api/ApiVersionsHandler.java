/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.api.Served.Versions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersionCollection;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ApiVersionsRequest;
import org.apache.kafka.common.requests.ApiVersionsResponse;
import org.apache.kafka.server.BrokerFeatures;
import org.apache.kafka.server.common.FinalizedFeatures;

/**
 * ApiVersions 0 to 5: what is served here, and the features of the cluster. Refuses a client that took
 * this broker for another (KIP-1242) with REBOOTSTRAP_REQUIRED.
 */
final class ApiVersionsHandler implements Handler<ApiVersionsRequest> {

    private static final int FIRST_WITH_FEATURES_FROM_ZERO = 4;
    private static final int FIRST_WITH_IDENTITY = 5;

    private final BrokerView broker;
    private final Supplier<Map<ApiKeys, Versions>> served;

    ApiVersionsHandler(BrokerView broker, Supplier<Map<ApiKeys, Versions>> served) {
        this.broker = broker;
        this.served = served;
    }

    @Override
    public CompletionStage<AbstractResponse> handle(ApiVersionsRequest request, RequestScope scope) {
        return CompletableFuture.completedFuture(answer(request));
    }

    private ApiVersionsResponse answer(ApiVersionsRequest request) {
        if (request.hasUnsupportedRequestVersion()) {
            return onlyItself();
        }
        if (!request.isValid()) {
            return request.getErrorResponse(0, Errors.INVALID_REQUEST.exception());
        }
        if (meansAnother(request)) {
            return request.getErrorResponse(0, Errors.REBOOTSTRAP_REQUIRED.exception());
        }
        FinalizedFeatures features = features();
        return new ApiVersionsResponse.Builder()
                .setApiVersions(versions())
                .setSupportedFeatures(BrokerFeatures.defaultSupportedFeatures(false))
                .setFinalizedFeatures(features.finalizedFeatures())
                .setFinalizedFeaturesEpoch(features.finalizedFeaturesEpoch())
                .setAlterFeatureLevel0(request.version() < FIRST_WITH_FEATURES_FROM_ZERO)
                .build();
    }

    /** What a client is told that asks in a version unknown here: the versions it may ask in (KIP-511). */
    private ApiVersionsResponse onlyItself() {
        ApiVersionCollection itself = new ApiVersionCollection();
        Optional.ofNullable(versions().find(ApiKeys.API_VERSIONS.id))
                .map(ApiVersion::duplicate)
                .ifPresent(itself::add);
        return new ApiVersionsResponse(new ApiVersionsResponseData()
                .setErrorCode(Errors.UNSUPPORTED_VERSION.code())
                .setApiKeys(itself));
    }

    private boolean meansAnother(ApiVersionsRequest request) {
        String clusterId = request.data().clusterId();
        return request.version() >= FIRST_WITH_IDENTITY
                && clusterId != null
                && (!clusterId.equals(broker.clusterId()) || request.data().nodeId() != broker.brokerId());
    }

    /** Unknown before the broker has seen the bootstrap records of the metadata log. */
    private FinalizedFeatures features() {
        boolean known =
                broker.metadata().currentImage().features().metadataVersion().isPresent();
        return known ? broker.metadata().features() : FinalizedFeatures.unknown();
    }

    private ApiVersionCollection versions() {
        ApiVersionCollection versions = new ApiVersionCollection();
        served.get()
                .forEach((key, range) -> versions.add(new ApiVersion()
                        .setApiKey(key.id)
                        .setMinVersion(range.advertisedMin())
                        .setMaxVersion(range.max())));
        return versions;
    }
}
