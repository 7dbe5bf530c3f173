/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Share groups (KIP-932) on the broker that leads a partition: which records of it are in whose hands.
 *
 * <p>{@link io.kafkatrial.engine.embedded.share.ShareLeader} takes the requests. It keeps one
 * {@code SharePartition} for each group and partition, read back from the share coordinator when the
 * first member fetches and forgotten when leadership ends. What is in flight is in {@code InFlight}:
 * {@code Batch}es between the start offset (everything before is done) and the end offset (nothing
 * behind was delivered), each record {@code AVAILABLE}, {@code ACQUIRED}, {@code ACKNOWLEDGED} or
 * {@code ARCHIVED}. {@code Acquiring} hands records out, {@code Acknowledging} and {@code Releasing} take
 * them back; what they change is written to the coordinator by Kafka's
 * {@link org.apache.kafka.server.share.persister.Persister}, here
 * {@link io.kafkatrial.engine.embedded.share.StatePersister}, before the member is told.
 *
 * <p>Kafka has this part in its core module, which is Scala and not published as a library; the classes
 * here follow its rules. Sessions, record states and message formats are Kafka's own.
 */
@NullMarked
package io.kafkatrial.engine.embedded.share;

import org.jspecify.annotations.NullMarked;
