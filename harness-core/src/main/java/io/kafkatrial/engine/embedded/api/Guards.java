/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.AbstractRequest;

/**
 * What steps in front of the handlers when they are registered. Without an authorizer that is nothing, so
 * requests take the same way as ever.
 */
public interface Guards {

    /** Nothing stands in front of any handler. */
    Guards NONE = new Guards() {
        @Override
        public <Q extends AbstractRequest> Handler<Q> before(ApiKeys key, Handler<Q> handler) {
            return handler;
        }
    };

    /** The handler to ask in place of {@code handler}. */
    <Q extends AbstractRequest> Handler<Q> before(ApiKeys key, Handler<Q> handler);
}
