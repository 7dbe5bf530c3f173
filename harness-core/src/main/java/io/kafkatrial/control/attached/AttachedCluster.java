/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.control.attached;

import io.kafkatrial.control.Answer;
import io.kafkatrial.control.Request;
import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.AdminOutcome;
import io.kafkatrial.engine.ClusterListener;
import io.kafkatrial.engine.ClusterSecurity;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.CodeRule;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.LinkCount;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.ReplicaLog;
import io.kafkatrial.engine.ReplicaRecord;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.WireRecording;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.history.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A cluster that another process of this machine runs. Closing it leaves the cluster as it was before this process came:
 * all it did is undone. Safe for use by several threads.
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class AttachedCluster implements RunningCluster {

    private final Connection connection;
    private final Answer.Welcome welcome;
    private final Optional<ClusterSecurity> security;
    private final List<ClusterListener> listeners = new CopyOnWriteArrayList<>();

    private AttachedCluster(Connection connection, Answer.Welcome welcome) {
        this.connection = connection;
        this.welcome = welcome;
        this.security = ClusterSecurity.ofAnotherProcess(welcome.spec(), welcome.certificates());
        connection.onEvent(event -> listeners.forEach(listener -> listener.on(event)));
    }

    /**
     * Attach to the cluster of this control file.
     *
     * @throws TrialException if there is none, or it does not let us in
     */
    public static AttachedCluster to(Path controlFile) {
        Connection.Opened opened = Connection.open(controlFile);
        return new AttachedCluster(opened.connection(), opened.welcome());
    }

    /** What the other process said of it. */
    Answer.Welcome welcome() {
        return welcome;
    }

    /** A number that no other process has that is, or was, attached to it. */
    public int process() {
        return welcome.process();
    }

    /** The spec it was started from. */
    public ClusterSpec spec() {
        return welcome.spec();
    }

    /** How long it took to start. */
    public Duration startedIn() {
        return welcome.startedIn();
    }

    /** Wait until no other process works on the cluster, and let none until {@link #giveTurn}. */
    public void takeTurn() {
        connection.ask(new Request.TakeTurn(), "wait for its turn");
    }

    /** Let the next process work on the cluster. */
    public void giveTurn() {
        connection.ask(new Request.GiveTurn(), "give its turn back");
    }

    @Override
    public String bootstrapServers() {
        return welcome.bootstrapServers();
    }

    @Override
    public Optional<ClusterSecurity> security() {
        return security;
    }

    @Override
    public List<Integer> brokers() {
        return welcome.brokers();
    }

    @Override
    public List<Integer> controllers() {
        return welcome.controllers();
    }

    @Override
    public NodeState state(int broker) {
        return state(Endpoint.broker(broker));
    }

    @Override
    public NodeState state(Endpoint node) {
        return ((Answer.State) connection.ask(new Request.State(node), "say how " + node + " is")).state();
    }

    @Override
    public Optional<PartitionView> partition(PartitionId partition) {
        return partitions(new Request.Partition(partition), "say who leads " + partition).stream()
                .findFirst();
    }

    @Override
    public Collection<PartitionView> partitions() {
        return partitions(new Request.Partitions(), "name its partitions");
    }

    private List<PartitionView> partitions(Request request, String doing) {
        return ((Answer.Partitions) connection.ask(request, doing)).partitions();
    }

    @Override
    public OptionalInt groupCoordinator(String group) {
        return node(new Request.GroupCoordinator(group), "say who coordinates group " + group);
    }

    @Override
    public OptionalInt transactionCoordinator(String transactionalId) {
        return node(
                new Request.TransactionCoordinator(transactionalId),
                "say who coordinates transactions of " + transactionalId);
    }

    @Override
    public OptionalInt activeController() {
        return node(new Request.ActiveController(), "say which controller leads");
    }

    private OptionalInt node(Request request, String doing) {
        return ((Answer.Node) connection.ask(request, doing)).id();
    }

    @Override
    public void pull(Lever lever) {
        connection.ask(new Request.Pull(lever), "pull " + lever);
    }

    @Override
    public AdminOutcome administer(AdminAct act) {
        return ((Answer.Outcome) connection.ask(new Request.Administer(act), "do " + act)).outcome();
    }

    @Override
    public LinkCount linkCount(Endpoint from, Endpoint to) {
        return ((Answer.Count)
                        connection.ask(new Request.Count(from, to), "count what passed from " + from + " to " + to))
                .count();
    }

    @Override
    public long touchedBy(WireRule rule) {
        return number(new Request.Touched(rule.name()), rule.name());
    }

    @Override
    public long actedBy(CodeRule rule) {
        return number(new Request.Acted(rule.name()), rule.name());
    }

    private long number(Request request, String rule) {
        return ((Answer.Total) connection.ask(request, "count what rule " + rule + " did")).number();
    }

    @Override
    public Optional<String> version(Endpoint node) {
        return ((Answer.Text) connection.ask(new Request.Version(node), "say which version " + node + " runs")).text();
    }

    @Override
    public Map<String, Path> nodeLogs() {
        return ((Answer.Logs) connection.ask(new Request.NodeLogs(), "say where the logs of its nodes are")).files();
    }

    @Override
    public void listen(ClusterListener listener) {
        listeners.add(listener);
    }

    @Override
    public boolean awaitHealthy(Duration timeout) {
        return ((Answer.Truth) connection.ask(new Request.AwaitHealthy(timeout), "become healthy")).truth();
    }

    @Override
    public Optional<ReplicaLog> replicaLog(int broker, PartitionId partition, Consumer<ReplicaRecord> records) {
        return replica(
                new Request.ReadReplica(broker, partition, true),
                partition,
                sighting -> AttachedWire.hand(sighting, records));
    }

    @Override
    public Optional<ReplicaLog> replicaEnds(int broker, PartitionId partition) {
        return replica(new Request.ReadReplica(broker, partition, false), partition, sighting -> {});
    }

    private Optional<ReplicaLog> replica(
            Request.ReadReplica request, PartitionId partition, Consumer<Answer.Sighting> records) {
        return ((Answer.Replica) connection.ask(
                        request, "read " + partition + " of broker " + request.broker(), part -> part.records()
                                .forEach(records)))
                .log();
    }

    @Override
    public Optional<WireRecording> recordWire(Consumer<Event> history) {
        connection.onRecorded(history);
        boolean begun = ((Answer.Truth) connection.ask(new Request.RecordWire(), "record the wire")).truth();
        return begun ? Optional.of(new AttachedWire(connection)) : Optional.empty();
    }

    /** Let go of the cluster. Idempotent. */
    @Override
    public void close() {
        connection.close();
    }
}
