/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.fault.Bite;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Injection;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.history.History;
import io.kafkatrial.history.Recorder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A running cluster: the front door without JUnit.
 *
 * <pre>
 * try (Cluster cluster = Cluster.builder().brokers(3).topic("orders", 3).start()) {
 *     cluster.leaderOf("orders-0").crash();
 * }
 * </pre>
 *
 * <p>Safe for use by several threads.
 */
@SuppressWarnings("DoNotCallSuggester") // until the bodies land
public final class Cluster implements AutoCloseable {

    /** How long {@link #heal} waits for the cluster to become healthy. */
    public static final Duration HEAL_BOUND = Duration.ofSeconds(30);

    private Cluster() {}

    /** Describe a cluster. */
    public static ClusterBuilder builder() {
        return new ClusterBuilder();
    }

    /**
     * Start a cluster from a spec.
     *
     * @param engine the engine's name; empty takes {@code -Dtrial.engine}, TRIAL_ENGINE, or {@code embedded}
     */
    public static Cluster start(ClusterSpec spec, Optional<String> engine) {
        throw new UnsupportedOperationException();
    }

    /** The spec it was started from; with the seed that repeats it. */
    public ClusterSpec spec() {
        throw new UnsupportedOperationException();
    }

    /** The name of the engine it runs on. */
    public String engine() {
        throw new UnsupportedOperationException();
    }

    /** The levers the engine has. */
    public Set<Capability> capabilities() {
        throw new UnsupportedOperationException();
    }

    /** All brokers as {@code host:port}, comma separated; stable across restarts. */
    public String bootstrapServers() {
        throw new UnsupportedOperationException();
    }

    /** What any client needs to connect: {@code bootstrap.servers} and, later, security. */
    public Map<String, Object> clientProperties() {
        throw new UnsupportedOperationException();
    }

    /** A broker by id. */
    public Broker broker(int id) {
        throw new UnsupportedOperationException();
    }

    /** All brokers, running or not, by ascending id. */
    public List<Broker> brokers() {
        throw new UnsupportedOperationException();
    }

    /** The broker that leads the partition now. */
    public Broker leaderOf(String topic, int partition) {
        throw new UnsupportedOperationException();
    }

    /** The broker that leads {@code TOPIC-PARTITION} now. */
    public Broker leaderOf(String partition) {
        throw new UnsupportedOperationException();
    }

    /** The broker that coordinates the consumer group now; empty if none does. */
    public Optional<Broker> coordinatorOf(String group) {
        throw new UnsupportedOperationException();
    }

    /** {@code TOPIC-PARTITION} as the controller's committed metadata has it. */
    public PartitionView partition(String partition) {
        throw new UnsupportedOperationException();
    }

    /** The controller that leads; empty while none does. */
    public OptionalInt activeController() {
        throw new UnsupportedOperationException();
    }

    /** The links between brokers, controllers and clients. */
    public Network network() {
        throw new UnsupportedOperationException();
    }

    /** Pull one fault now. */
    public Injection inject(Fault fault) {
        throw new UnsupportedOperationException();
    }

    /** Put a plan of faults to work. */
    public Injection inject(Plan plan) {
        throw new UnsupportedOperationException();
    }

    /**
     * End every plan and undo everything done by plan or by hand, then wait until the cluster is healthy.
     *
     * @return what the active plans' faults did
     */
    public List<Bite> heal() {
        throw new UnsupportedOperationException();
    }

    /**
     * Wait until every running broker serves and every partition has a leader and a full in-sync set.
     *
     * @throws io.kafkatrial.engine.TrialException if that takes longer, saying what is missing
     */
    public void awaitHealthy(Duration timeout) {
        throw new UnsupportedOperationException();
    }

    /** Where recording clients write now; the cluster's own events go there too. */
    public Recorder recorder() {
        throw new UnsupportedOperationException();
    }

    /** What the current recorder has so far. */
    public History history() {
        throw new UnsupportedOperationException();
    }

    /** Begin a new, empty history (for the next test on this cluster) and return its recorder. */
    public Recorder startHistory() {
        throw new UnsupportedOperationException();
    }

    /** The port underneath, for tools that pull levers of their own. */
    public RunningCluster running() {
        throw new UnsupportedOperationException();
    }

    /** Stop everything. Idempotent. */
    @Override
    public void close() {}
}
