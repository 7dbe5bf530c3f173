/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/**
 * The client's end of a connection and the listener it came in by.
 *
 * @param connectionId unique among the open connections of the cluster
 * @param address the client's address
 * @param port the client's port
 * @param listenerName name of the broker's listener, as in the broker's registration
 * @param protocol the listener's protocol
 * @param principal who the client proved to be; ANONYMOUS where nobody has to
 */
public record ClientAddress(
        String connectionId,
        InetAddress address,
        int port,
        String listenerName,
        SecurityProtocol protocol,
        KafkaPrincipal principal) {
    public ClientAddress {
        requireNonNull(connectionId, "connectionId");
        requireNonNull(address, "address");
        requireNonNull(listenerName, "listenerName");
        requireNonNull(protocol, "protocol");
        requireNonNull(principal, "principal");
    }

    /** A client of a listener that asks nobody who he is. */
    public ClientAddress(String connectionId, InetAddress address, int port, String listenerName) {
        this(connectionId, address, port, listenerName, SecurityProtocol.PLAINTEXT, KafkaPrincipal.ANONYMOUS);
    }
}
