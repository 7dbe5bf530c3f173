/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static java.util.Objects.requireNonNull;

import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What is known about a request besides its body.
 *
 * @param header the parsed header: api, version, client id, correlation id
 * @param client who asks
 * @param access what clients of this broker may do
 */
public record RequestScope(RequestHeader header, ClientAddress client, Access access) {
    public RequestScope {
        requireNonNull(header, "header");
        requireNonNull(client, "client");
        requireNonNull(access, "access");
    }

    /** A request to a broker where everybody may do everything. */
    public RequestScope(RequestHeader header, ClientAddress client) {
        this(header, client, Access.EVERYTHING);
    }

    /** Whether the client may do {@code operation} on the resource of this literal name. */
    public boolean allows(AclOperation operation, ResourceType type, String name) {
        // without an authorizer nothing is made to ask one
        return access == Access.EVERYTHING || access.allows(new GroupCaller(this), operation, type, name);
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
