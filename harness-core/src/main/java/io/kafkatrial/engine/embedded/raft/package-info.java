/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Apache Kafka's Raft (KIP-595, pre-vote of KIP-996) as a step function: no thread, socket, clock or
 * chance of its own.
 *
 * <p>A voter is a {@link io.kafkatrial.engine.embedded.raft.Raft} on a
 * {@link io.kafkatrial.engine.embedded.raft.RaftDisk} that outlives it. Followers pull the log from the
 * leader, and the leader steps down when a majority no longer does. Left out of Kafka's protocol:
 * snapshots, changes of the voter set, observers.
 */
@NullMarked
package io.kafkatrial.engine.embedded.raft;

import org.jspecify.annotations.NullMarked;
