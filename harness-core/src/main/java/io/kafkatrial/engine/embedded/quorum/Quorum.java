/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import io.kafkatrial.engine.ClusterListener;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.embedded.loop.LoopClock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.image.MetadataImage;

/**
 * The controllers of one cluster: Apache Kafka's {@code QuorumController} over an in-memory Raft log, and
 * the harness's own view of the committed metadata, which no fault stands in the way of.
 *
 * <p>One thread for each controller, none besides. Safe for use by all threads.
 */
public final class Quorum implements AutoCloseable {

    /**
     * Start the controllers.
     *
     * @param settings the static configuration
     * @param clock the controllers' clock
     * @param listener told of {@code LeaderChanged}, {@code IsrChanged} and {@code ControllerChanged}, on a
     *     controller's thread
     */
    public static Quorum start(QuorumSettings settings, LoopClock clock, ClusterListener listener) {
        throw new UnsupportedOperationException();
    }

    private Quorum() {}

    /** The settings this quorum was started with. */
    public QuorumSettings settings() {
        throw new UnsupportedOperationException();
    }

    /** The ids of all controllers. */
    public List<Integer> controllers() {
        throw new UnsupportedOperationException();
    }

    /** The controller that leads, if one does. */
    public OptionalInt activeController() {
        throw new UnsupportedOperationException();
    }

    /** The epoch of the Raft log, bumped with every new leader. */
    public int controllerEpoch() {
        throw new UnsupportedOperationException();
    }

    /** The committed metadata, complete and up to date. */
    public MetadataImage image() {
        throw new UnsupportedOperationException();
    }

    /** A partition as committed. */
    public Optional<PartitionView> partition(PartitionId partition) {
        throw new UnsupportedOperationException();
    }

    /** All partitions as committed, in order. */
    public List<PartitionView> partitions() {
        throw new UnsupportedOperationException();
    }

    /** The brokers that are registered, not fenced and not shutting down. */
    public Set<Integer> aliveBrokers() {
        throw new UnsupportedOperationException();
    }

    /** Whether the controller has fenced this broker, or does not know it. */
    public boolean fenced(int broker) {
        throw new UnsupportedOperationException();
    }

    /** A new id: a broker's incarnation, a disk. Derived from the seed, so the same in every run. */
    public Uuid nextUuid() {
        throw new UnsupportedOperationException();
    }

    /** The first error a controller could not go on from; a bug of ours or of Apache Kafka. */
    public Optional<Throwable> fatalError() {
        throw new UnsupportedOperationException();
    }

    /** Stop the controllers and wait until their threads have ended. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
