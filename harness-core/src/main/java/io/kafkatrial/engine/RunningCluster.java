/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import io.kafkatrial.history.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** A cluster that runs. Safe for use by several threads. */
public interface RunningCluster extends AutoCloseable {

    /**
     * All brokers as {@code host:port}, comma separated, in the order of {@link #brokers()}, whether they
     * run or not; stable across restarts.
     */
    String bootstrapServers();

    /** What a client needs to get in, and the certificates; empty where everybody does and there are none. */
    default Optional<ClusterSecurity> security() {
        return Optional.empty();
    }

    /** What a client needs to get in, {@code bootstrap.servers} included. */
    default Map<String, Object> clientProperties() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("bootstrap.servers", bootstrapServers());
        security().ifPresent(security -> properties.putAll(security.clientProperties()));
        return properties;
    }

    /** The ids of the brokers, running or not, ascending. */
    List<Integer> brokers();

    /** The ids of the controllers, ascending. */
    List<Integer> controllers();

    /** The state of a broker's process. */
    NodeState state(int broker);

    /**
     * The state of a node's process. Engines that cannot touch controllers report them as running.
     *
     * @param node a broker or a controller
     */
    default NodeState state(Endpoint node) {
        return node instanceof Endpoint.Broker broker ? state(broker.id()) : NodeState.RUNNING;
    }

    /** The partition in the controller's committed metadata; empty if there is no such partition. */
    Optional<PartitionView> partition(PartitionId partition);

    /** All partitions of the cluster, internal topics included. */
    Collection<PartitionView> partitions();

    /** The broker that coordinates this group; empty if none does. Creates nothing. */
    OptionalInt groupCoordinator(String group);

    /** The broker that coordinates this transactional id; empty if none does, or nobody knows. Creates nothing. */
    default OptionalInt transactionCoordinator(String transactionalId) {
        return OptionalInt.empty();
    }

    /** The controller that leads; empty while none does. */
    OptionalInt activeController();

    /**
     * Pull a lever.
     *
     * @throws TrialException if the lever names an unknown node, or the act makes no sense in its state
     *     (restart of a running broker), or does not end in time
     */
    void pull(Lever lever);

    /**
     * Do what administrators do, as the superuser, and wait until it is done.
     *
     * @return what it changed and how that is undone
     * @throws TrialException if the cluster refuses it, or does not get there in time
     */
    default AdminOutcome administer(AdminAct act) {
        throw Complaints.noAdmin(act);
    }

    /** What a directed link has done to its traffic so far. */
    LinkCount linkCount(Endpoint from, Endpoint to);

    /** How many requests this rule has touched so far; 0 if it was never armed. */
    default long touchedBy(WireRule rule) {
        return 0;
    }

    /** How many times this rule has acted so far; 0 if it was never armed. */
    default long actedBy(CodeRule rule) {
        return 0;
    }

    /**
     * The version of Apache Kafka a node runs, or ran last; empty if the engine has one version only.
     *
     * @param node a broker or a controller
     */
    default Optional<String> version(Endpoint node) {
        return Optional.empty();
    }

    /**
     * Files in which the processes of the nodes write what they have to say, by the name of the node; empty for an
     * engine without processes. They are gone when the cluster is closed.
     */
    default Map<String, Path> nodeLogs() {
        return Map.of();
    }

    /** Be told of events from now on, until the cluster is closed. */
    void listen(ClusterListener listener);

    /**
     * Wait until every running broker is unfenced and every partition has a leader and a full in-sync
     * set (of the replicas whose brokers run), and every running controller follows the active one.
     *
     * @return whether that came true within {@code timeout}
     */
    boolean awaitHealthy(Duration timeout);

    /**
     * Read what lies in the log of one replica, past every fault, also when its broker is down. The log may grow
     * meanwhile; what is there at the beginning is read.
     *
     * @param records told of every record, markers of transactions included, by ascending offset, before this returns
     * @return from where to where that log goes; empty if the broker has none of this partition, or none that can be
     *     read
     */
    default Optional<ReplicaLog> replicaLog(int broker, PartitionId partition, Consumer<ReplicaRecord> records) {
        return Optional.empty();
    }

    /**
     * From where to where the log of one replica goes, past every fault, also when its broker is down.
     *
     * @return empty if the broker has none of this partition, or none that can be read
     */
    default Optional<ReplicaLog> replicaEnds(int broker, PartitionId partition) {
        return replicaLog(broker, partition, record -> {});
    }

    /**
     * Write what clients in any language do into a history from now on, as its doors see it; ends the recording before.
     *
     * @param history told of every event, one at a time, on network threads
     * @return empty if the engine has no door to look at
     */
    default Optional<WireRecording> recordWire(Consumer<Event> history) {
        return Optional.empty();
    }

    /**
     * Make a healthy cluster as good as new for a spec that differs in topics and seed only: nothing is left of
     * what was in it, nobody listens any more, and the topics of {@code next} have their leaders.
     *
     * @return why not; the cluster is then of no more use. Empty if it is done
     */
    default Optional<String> renew(ClusterSpec next) {
        return Optional.of("the engine starts a cluster as quickly as it cleans one");
    }

    /** Stop everything. Idempotent; leaves no thread, port, file or direct memory behind. */
    @Override
    void close();
}
