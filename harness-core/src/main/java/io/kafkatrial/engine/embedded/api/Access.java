/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;

/**
 * Who may do what: the port of the authorizer. Handlers hardly ever ask it themselves. What a request of an
 * API key needs stands in one table, {@code engine.embedded.access}, whose {@link Guards} step in front of
 * the handlers: they take out what the client may not touch, let the handler answer the rest, and put both
 * together. Only a handler that touches what is not in its request (the partitions of a fetch session, topics
 * it creates) asks, through {@link RequestScope#allows}. Called on the broker's loop.
 */
public interface Access {

    /** Everybody may do everything: a broker without an authorizer. */
    Access EVERYTHING = new Access() {
        @Override
        public boolean allows(AuthorizableRequestContext who, AclOperation operation, ResourceType type, String name) {
            return true;
        }

        @Override
        public boolean allowsSome(AuthorizableRequestContext who, AclOperation operation, ResourceType type) {
            return true;
        }
    };

    /** Whether {@code who} may do {@code operation} on the resource of this literal name. */
    boolean allows(AuthorizableRequestContext who, AclOperation operation, ResourceType type, String name);

    /** Whether {@code who} may do {@code operation} on at least one resource of this type. */
    boolean allowsSome(AuthorizableRequestContext who, AclOperation operation, ResourceType type);
}
