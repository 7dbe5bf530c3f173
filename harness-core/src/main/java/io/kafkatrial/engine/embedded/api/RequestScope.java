/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static java.util.Objects.requireNonNull;

import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * What is known about a request besides its body.
 *
 * @param header the parsed header: api, version, client id, correlation id
 * @param client who asks
 */
public record RequestScope(RequestHeader header, ClientAddress client) {
    public RequestScope {
        requireNonNull(header, "header");
        requireNonNull(client, "client");
    }

    /** The client id in the header; empty when the client sent none. */
    public String clientId() {
        return header.clientId();
    }

    /** The client's address as Kafka shows it in group descriptions, for example {@code /127.0.0.1}. */
    public String clientHost() {
        return client.address().toString();
    }

    /** The version of the request. */
    public short version() {
        return header.apiVersion();
    }

    /** The listener the request came in by. */
    public ListenerName listener() {
        return new ListenerName(client.listenerName());
    }
}
