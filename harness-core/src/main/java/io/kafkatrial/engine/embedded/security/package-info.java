/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Who is at the door. Apache Kafka's own server classes do it all: its TLS engines, SASL servers, callback handlers,
 * principal builders and the state machine of a SASL connection, {@code SaslServerAuthenticator}.
 *
 * <p>{@link io.kafkatrial.engine.embedded.security.Entrance} is what one broker knows of all this, made from its
 * configuration. It makes a {@link io.kafkatrial.engine.embedded.security.SaslGate} for each connection with SASL:
 * a step function from a frame to what is to be done about it, which feeds Kafka's state machine from memory
 * instead of a socket. {@link io.kafkatrial.engine.embedded.security.SaslServers} keeps its SASL servers and those
 * of a Kafka in the user's class path apart. Nothing here is loaded for a listener that is PLAINTEXT.
 */
@NullMarked
package io.kafkatrial.engine.embedded.security;

import org.jspecify.annotations.NullMarked;
