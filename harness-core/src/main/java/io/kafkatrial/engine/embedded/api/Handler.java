/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;

/**
 * Answer one kind of request. Called on the broker's loop, must not block; the stage may end later, on
 * any thread.
 *
 * <p>An exception thrown or carried by the stage becomes the request's own error response, with Kafka's
 * error for the exception ({@code UNKNOWN_SERVER_ERROR}, logged, for what Kafka has no error for). Give
 * out a fresh response object each time: the router may write it later. A produce request with acks=0 is
 * answered like any other, the router keeps the answer to itself.
 *
 * @param <Q> Kafka's class of the parsed request
 */
@FunctionalInterface
public interface Handler<Q extends AbstractRequest> {

    /** Answer {@code request}. */
    CompletionStage<? extends AbstractResponse> handle(Q request, RequestScope scope);
}
