/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;

/**
 * Asks other brokers of the cluster what Kafka's brokers ask each other with requests of the protocol:
 * markers, verification of transactions. Called on the broker's loop, where the stages end as well.
 */
public interface Peers {

    /**
     * Ask a broker, by the link between brokers.
     *
     * @param broker whom; may be this broker itself
     * @param request given away: the answering broker reads this very object
     * @param timeoutMs how long to wait
     * @return the answer; fails with {@code Transport.Unreachable} if there is none, in which case the
     *     request may have been carried out
     */
    CompletionStage<AbstractResponse> ask(int broker, AbstractRequest request, int timeoutMs);
}
