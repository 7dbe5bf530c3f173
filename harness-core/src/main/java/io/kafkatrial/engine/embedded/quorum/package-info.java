/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Apache Kafka's controllers on a Raft of our own ({@code raft}) in memory; registration, heartbeats and
 * metadata as a broker sees them.
 *
 * <p>One {@link io.kafkatrial.engine.embedded.quorum.Quorum} for each cluster runs the controllers and
 * keeps the harness's own, always current view of what is committed. Each incarnation of a broker has a
 * {@link io.kafkatrial.engine.embedded.quorum.ControllerClient} to ask the active controller, a
 * {@link io.kafkatrial.engine.embedded.quorum.MetadataFeed} that pulls the metadata, and a
 * {@link io.kafkatrial.engine.embedded.quorum.BrokerSession} that keeps the broker a member. These three
 * reach the controllers only by the transport, and so feel every fault of the links. A broker's effective
 * configuration comes from {@link io.kafkatrial.engine.embedded.quorum.ConfigView}.
 */
@NullMarked
package io.kafkatrial.engine.embedded.quorum;

import org.jspecify.annotations.NullMarked;
