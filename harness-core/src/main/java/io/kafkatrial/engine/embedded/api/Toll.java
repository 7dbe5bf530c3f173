/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ProduceRequest;

/** What one request costs its client, to be held against the client's quotas. Used once, on the loop. */
final class Toll {

    private final ClientQuotas quotas;
    private final RequestScope scope;
    private final int frameBytes;
    private long nanos;

    /**
     * @param frameBytes the size of the request
     */
    Toll(ClientQuotas quotas, RequestScope scope, int frameBytes) {
        this.quotas = quotas;
        this.scope = scope;
        this.frameBytes = frameBytes;
    }

    /** The broker spent that much time on the request. */
    void took(long moreNanos) {
        nanos += moreNanos;
    }

    /**
     * How long the client has to wait, in milliseconds: the longest that any of its quotas asks for. What a
     * fetch has to wait for the bytes it reads is in its response already.
     */
    int waitMs(AbstractRequest request, AbstractResponse response) {
        ApiKeys key = request.apiKey();
        int waitMs = Math.max(0, response.throttleTimeMs());
        if (!quotas.any() || key == ApiKeys.WRITE_TXN_MARKERS) {
            return waitMs;
        }
        if (key == ApiKeys.PRODUCE) {
            waitMs = Math.max(waitMs, quotas.produced(scope, frameBytes));
            if (((ProduceRequest) request).acks() == 0) {
                return waitMs;
            }
        }
        return Math.max(waitMs, quotas.handled(scope, nanos));
    }
}
