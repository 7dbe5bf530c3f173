/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.access;

import io.kafkatrial.engine.embedded.api.Handler;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;

/** Stands between a request and its handler. May change the request, which is nobody else's. */
@FunctionalInterface
interface Guard<Q extends AbstractRequest> {

    /** Answer {@code request} with the help of {@code handler}, or throw what the client is to be told. */
    CompletionStage<? extends AbstractResponse> answer(Q request, Client client, Handler<Q> handler);
}
