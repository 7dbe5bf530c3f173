/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;

/**
 * The client's end of a connection and the listener it came in by.
 *
 * @param connectionId unique among the open connections of the cluster
 * @param address the client's address
 * @param port the client's port
 * @param listenerName name of the broker's listener, as in the broker's registration
 */
public record ClientAddress(String connectionId, InetAddress address, int port, String listenerName) {
    public ClientAddress {
        requireNonNull(connectionId, "connectionId");
        requireNonNull(address, "address");
        requireNonNull(listenerName, "listenerName");
    }
}
