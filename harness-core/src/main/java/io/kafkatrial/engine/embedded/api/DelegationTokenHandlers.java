/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.CreateDelegationTokenRequestData;
import org.apache.kafka.common.message.ExpireDelegationTokenResponseData;
import org.apache.kafka.common.message.RenewDelegationTokenResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.CreateDelegationTokenRequest;
import org.apache.kafka.common.requests.CreateDelegationTokenResponse;
import org.apache.kafka.common.requests.DescribeDelegationTokenRequest;
import org.apache.kafka.common.requests.DescribeDelegationTokenResponse;
import org.apache.kafka.common.requests.ExpireDelegationTokenRequest;
import org.apache.kafka.common.requests.ExpireDelegationTokenResponse;
import org.apache.kafka.common.requests.RenewDelegationTokenRequest;
import org.apache.kafka.common.requests.RenewDelegationTokenResponse;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/**
 * Create- and DescribeDelegationToken 1 to 3, Renew- and ExpireDelegationToken 1 to 2 of a cluster without
 * {@code delegation.token.secret.key}: refused as by Kafka, over a connection nobody has logged in on with
 * DELEGATION_TOKEN_REQUEST_NOT_ALLOWED, over another with DELEGATION_TOKEN_AUTH_DISABLED. There are no
 * tokens here even with a key.
 */
final class DelegationTokenHandlers {

    private static final long NO_TIMESTAMP = -1;

    private DelegationTokenHandlers() {}

    static void register(Handlers handlers) {
        handlers.on(
                        ApiKeys.CREATE_DELEGATION_TOKEN,
                        CreateDelegationTokenRequest.class,
                        DelegationTokenHandlers::create)
                .on(
                        ApiKeys.RENEW_DELEGATION_TOKEN,
                        RenewDelegationTokenRequest.class,
                        (request, scope) -> done(new RenewDelegationTokenResponse(new RenewDelegationTokenResponseData()
                                .setErrorCode(refusal(scope).code())
                                .setExpiryTimestampMs(notAllowed(scope) ? NO_TIMESTAMP : 0))))
                .on(
                        ApiKeys.EXPIRE_DELEGATION_TOKEN,
                        ExpireDelegationTokenRequest.class,
                        (request, scope) ->
                                done(new ExpireDelegationTokenResponse(new ExpireDelegationTokenResponseData()
                                        .setErrorCode(refusal(scope).code())
                                        .setExpiryTimestampMs(notAllowed(scope) ? NO_TIMESTAMP : 0))))
                .on(
                        ApiKeys.DESCRIBE_DELEGATION_TOKEN,
                        DescribeDelegationTokenRequest.class,
                        (request, scope) -> done(
                                new DescribeDelegationTokenResponse(request.version(), 0, refusal(scope), List.of())));
    }

    private static CompletionStage<AbstractResponse> create(CreateDelegationTokenRequest request, RequestScope scope) {
        CreateDelegationTokenRequestData asked = request.data();
        KafkaPrincipal requester = scope.client().principal();
        String named = asked.ownerPrincipalName();
        KafkaPrincipal owner =
                named == null || named.isEmpty() ? requester : new KafkaPrincipal(asked.ownerPrincipalType(), named);
        boolean strange = !notAllowed(scope)
                && asked.renewers().stream().anyMatch(it -> !it.principalType().equals(KafkaPrincipal.USER_TYPE));
        return done(CreateDelegationTokenResponse.prepareResponse(
                request.version(), 0, strange ? Errors.INVALID_PRINCIPAL_TYPE : refusal(scope), owner, requester));
    }

    private static Errors refusal(RequestScope scope) {
        return notAllowed(scope) ? Errors.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED : Errors.DELEGATION_TOKEN_AUTH_DISABLED;
    }

    /** Whether nobody has logged in on this connection. */
    private static boolean notAllowed(RequestScope scope) {
        ClientAddress client = scope.client();
        return client.protocol() == SecurityProtocol.PLAINTEXT
                || (client.protocol() == SecurityProtocol.SSL
                        && client.principal().equals(KafkaPrincipal.ANONYMOUS));
    }

    private static CompletionStage<AbstractResponse> done(AbstractResponse response) {
        return CompletableFuture.completedFuture(response);
    }
}
