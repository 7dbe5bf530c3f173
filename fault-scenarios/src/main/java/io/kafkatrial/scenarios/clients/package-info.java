/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Faults of clients: what a crash, a long pause or a twin does to the application's own consumers and producers.
 *
 * <p>{@link io.kafkatrial.scenarios.clients.ClientFaults} is the stage of one trial: it knows every client made or
 * wrapped there, and what is done to whom. Between the application and a recording client stands a
 * {@code StagedConsumer} or {@code StagedProducer}, which is where calls wait, fail, or meet a fault at the nth record.
 * Between the client and its sockets stands, once a fault needs it, a {@code GatedWire} over a {@code Gate}: all threads
 * of a client, the application's and its own, come by it, so that shutting the gate is what SIGSTOP is to a process,
 * and a dead gate is what its end is to its sockets.
 *
 * <p>Works on the user's kafka-clients, 3.6 or newer, classic and consumer protocol: what they have in common is the
 * {@code Selectable} below their {@code NetworkClient}.
 */
@NullMarked
package io.kafkatrial.scenarios.clients;

import org.jspecify.annotations.NullMarked;
