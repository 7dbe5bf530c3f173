/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.net.InetAddress;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;

/** Who asks, as Apache Kafka's libraries want to know it: group coordinator and authorizer. */
public record GroupCaller(RequestScope scope) implements AuthorizableRequestContext {

    @Override
    public String listenerName() {
        return scope.client().listenerName();
    }

    @Override
    public SecurityProtocol securityProtocol() {
        return scope.client().protocol();
    }

    @Override
    public KafkaPrincipal principal() {
        return scope.client().principal();
    }

    @Override
    public InetAddress clientAddress() {
        return scope.client().address();
    }

    @Override
    public int requestType() {
        return scope.header().apiKey().id;
    }

    @Override
    public int requestVersion() {
        return scope.version();
    }

    @Override
    public String clientId() {
        return scope.clientId();
    }

    @Override
    public int correlationId() {
        return scope.header().correlationId();
    }
}
