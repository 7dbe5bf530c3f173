/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.AlterClientQuotasRequest;
import org.apache.kafka.common.requests.AlterClientQuotasResponse;
import org.apache.kafka.common.requests.AlterUserScramCredentialsRequest;
import org.apache.kafka.common.requests.AlterUserScramCredentialsResponse;
import org.apache.kafka.common.requests.DescribeClientQuotasRequest;
import org.apache.kafka.common.requests.DescribeClientQuotasResponse;
import org.apache.kafka.common.requests.DescribeUserScramCredentialsRequest;
import org.apache.kafka.common.requests.DescribeUserScramCredentialsResponse;

/**
 * What the cluster knows of its users: SCRAM credentials (KIP-554) and client quotas (KIP-546), described
 * from this broker's metadata, altered by the active controller. Each in version 0, quotas also in 1.
 */
final class UserHandlers {

    private final BrokerView broker;
    private final Controllers controllers;

    UserHandlers(BrokerView broker, Controllers controllers) {
        this.broker = broker;
        this.controllers = controllers;
    }

    void register(Handlers handlers) {
        handlers.on(
                        ApiKeys.DESCRIBE_USER_SCRAM_CREDENTIALS,
                        DescribeUserScramCredentialsRequest.class,
                        this::describeScram)
                .on(ApiKeys.ALTER_USER_SCRAM_CREDENTIALS, AlterUserScramCredentialsRequest.class, this::alterScram)
                .on(ApiKeys.DESCRIBE_CLIENT_QUOTAS, DescribeClientQuotasRequest.class, this::describeQuotas)
                .on(ApiKeys.ALTER_CLIENT_QUOTAS, AlterClientQuotasRequest.class, this::alterQuotas);
    }

    private CompletionStage<AbstractResponse> describeScram(
            DescribeUserScramCredentialsRequest request, RequestScope scope) {
        return CompletableFuture.completedFuture(
                new DescribeUserScramCredentialsResponse(broker.metadata().describeScramCredentials(request.data())));
    }

    private CompletionStage<AbstractResponse> alterScram(AlterUserScramCredentialsRequest request, RequestScope scope) {
        return controllers
                .call(scope, (controller, context) -> controller.alterUserScramCredentials(context, request.data()))
                .thenApply(AlterUserScramCredentialsResponse::new);
    }

    private CompletionStage<AbstractResponse> describeQuotas(DescribeClientQuotasRequest request, RequestScope scope) {
        return CompletableFuture.completedFuture(
                new DescribeClientQuotasResponse(broker.metadata().describeClientQuotas(request.data())));
    }

    private CompletionStage<AbstractResponse> alterQuotas(AlterClientQuotasRequest request, RequestScope scope) {
        return controllers
                .call(
                        scope,
                        (controller, context) ->
                                controller.alterClientQuotas(context, request.entries(), request.validateOnly()))
                .thenApply(results -> AlterClientQuotasResponse.fromQuotaEntities(results, 0));
    }
}
