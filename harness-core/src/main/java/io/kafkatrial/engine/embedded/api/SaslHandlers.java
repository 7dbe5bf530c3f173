/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.SaslAuthenticateResponseData;
import org.apache.kafka.common.message.SaslHandshakeResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.SaslAuthenticateRequest;
import org.apache.kafka.common.requests.SaslAuthenticateResponse;
import org.apache.kafka.common.requests.SaslHandshakeRequest;
import org.apache.kafka.common.requests.SaslHandshakeResponse;

/**
 * SaslHandshake 0 and 1 and SaslAuthenticate 0 to 2 out of place: after the login, or where there is none. As in
 * Kafka every listener advertises both and answers ILLEGAL_SASL_STATE; logins themselves never come this far.
 */
final class SaslHandlers {

    private SaslHandlers() {}

    static void register(Handlers handlers) {
        handlers.on(ApiKeys.SASL_HANDSHAKE, SaslHandshakeRequest.class, SaslHandlers::handshake)
                .on(ApiKeys.SASL_AUTHENTICATE, SaslAuthenticateRequest.class, SaslHandlers::authenticate);
    }

    private static CompletionStage<AbstractResponse> handshake(SaslHandshakeRequest request, RequestScope scope) {
        return CompletableFuture.completedFuture(new SaslHandshakeResponse(
                new SaslHandshakeResponseData().setErrorCode(Errors.ILLEGAL_SASL_STATE.code())));
    }

    private static CompletionStage<AbstractResponse> authenticate(SaslAuthenticateRequest request, RequestScope scope) {
        return CompletableFuture.completedFuture(new SaslAuthenticateResponse(new SaslAuthenticateResponseData()
                .setErrorCode(Errors.ILLEGAL_SASL_STATE.code())
                .setErrorMessage("SaslAuthenticate request received after successful authentication")));
    }
}
