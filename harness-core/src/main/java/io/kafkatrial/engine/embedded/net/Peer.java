/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.net;

import java.net.InetSocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * The two ends of a connection.
 *
 * @param connection unique among the connections of the process
 * @param remote the client's
 * @param local the broker's
 * @param tls the TLS session; empty where there is no TLS
 */
public record Peer(String connection, InetSocketAddress remote, InetSocketAddress local, Optional<SSLSession> tls) {}
