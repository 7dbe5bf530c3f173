/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container;

import static java.util.stream.Collectors.joining;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.AdminOutcome;
import io.kafkatrial.engine.ClusterListener;
import io.kafkatrial.engine.ClusterSecurity;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.ContainerComplaints;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Health;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.LinkCount;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.ReplicaLog;
import io.kafkatrial.engine.ReplicaRecord;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.WireRecording;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.engine.container.docker.Docker;
import io.kafkatrial.engine.outside.Outlook;
import io.kafkatrial.engine.outside.Watched;
import io.kafkatrial.history.Event;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A cluster of containers. Safe for use by several threads. */
final class ContainerCluster implements RunningCluster {

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration RENEWAL = Duration.ofSeconds(30);

    /**
     * What a cluster is made of before any container runs.
     *
     * @param group what all of it is labelled with
     */
    record Parts(
            Docker docker,
            String group,
            Map<Integer, ContainerSeat> seats,
            Doors doors,
            Outlook outlook,
            Optional<ClusterSecurity> security,
            String version) {
        Parts {
            seats = new TreeMap<>(seats);
        }
    }

    private final Parts parts;
    private final Watched watched;
    private final Containers containers;
    private final Extracts extracts;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile AutoCloseable watch = () -> {};

    ContainerCluster(Parts parts) {
        this.parts = parts;
        Collection<ContainerSeat> seats = parts.seats().values();
        this.watched = new Watched(
                parts.outlook(),
                new Watched.Addresses(parts.doors().forQuorum(), parts.doors().forHarness()),
                seats);
        this.containers = new Containers(
                parts.docker(),
                seats,
                new Containers.Surroundings(parts.outlook(), watched.tail(), watched.knowledge()));
        this.extracts = new Extracts(parts.docker(), seats);
    }

    /** Begin to look at the cluster from outside, and at its containers. */
    void follow() {
        watch = parts.docker().onEnd(parts.group(), containers::ended);
        watched.start();
    }

    /** What is seen of it, and done to it, from outside. */
    Watched watched() {
        return watched;
    }

    Containers containers() {
        return containers;
    }

    Collection<ContainerSeat> seats() {
        return parts.seats().values();
    }

    /** Whether the node does what it is there for. */
    boolean serves(ContainerSeat seat) {
        return seat.isBroker()
                ? parts.outlook().view().broker(seat.id()).serving()
                        && watched.knowledge().isAwake(seat.id())
                : watched.tail().leader().isPresent();
    }

    @Override
    public Optional<ClusterSecurity> security() {
        return parts.security();
    }

    @Override
    public String bootstrapServers() {
        String host = parts.security()
                .map(security -> security.spec().place().advertisedHost())
                .orElse(LOOPBACK);
        return joined(host, parts.doors().forClients().values());
    }

    private static String joined(String host, Collection<InetSocketAddress> addresses) {
        return addresses.stream().map(address -> host + ":" + address.getPort()).collect(joining(","));
    }

    @Override
    public List<Integer> brokers() {
        return ids(ContainerSeat::isBroker);
    }

    @Override
    public List<Integer> controllers() {
        return ids(ContainerSeat::isController);
    }

    private List<Integer> ids(Predicate<ContainerSeat> role) {
        return seats().stream().filter(role).map(ContainerSeat::id).toList();
    }

    @Override
    public NodeState state(int broker) {
        return state(Endpoint.broker(broker));
    }

    @Override
    public NodeState state(Endpoint node) {
        return seat(node).state();
    }

    @Override
    public Optional<PartitionView> partition(PartitionId partition) {
        return parts.outlook().view().partition(partition);
    }

    @Override
    public Collection<PartitionView> partitions() {
        return parts.outlook().view().partitions();
    }

    @Override
    public OptionalInt groupCoordinator(String group) {
        return parts.outlook().groupCoordinator(group);
    }

    @Override
    public OptionalInt transactionCoordinator(String transactionalId) {
        return parts.outlook().transactionCoordinator(transactionalId);
    }

    @Override
    public OptionalInt activeController() {
        return watched.tail().leader();
    }

    @Override
    public void pull(Lever lever) {
        requireOpen();
        if (lever instanceof Lever.Administer administer) {
            watched.perform(administer.act());
        } else if (lever instanceof Lever.Crash crash) {
            containers.crash(seat(crash.node()));
        } else if (lever instanceof Lever.Restart restart) {
            containers.restart(seat(restart.node()));
        } else if (lever instanceof Lever.Stop stop) {
            containers.stop(seat(stop.node()));
        } else if (lever instanceof Lever.Pause pause) {
            containers.pause(seat(pause.node()));
        } else if (lever instanceof Lever.Resume resume) {
            containers.resume(seat(resume.node()));
        } else if (!parts.doors().traffic().pull(lever, this::known)) {
            throw ContainerComplaints.noLever(lever);
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw Complaints.closed();
        }
    }

    private Endpoint known(Endpoint end) {
        if (!(end instanceof Endpoint.Clients || end instanceof Endpoint.Client)) {
            seat(end);
        }
        return end;
    }

    private ContainerSeat seat(Endpoint node) {
        if (node instanceof Endpoint.Controller controller) {
            if (!controllers().contains(controller.id())) {
                throw Complaints.unknownController(controller.id(), controllers());
            }
            return Objects.requireNonNull(parts.seats().get(controller.id()));
        }
        int broker = node instanceof Endpoint.Broker named ? named.id() : -1;
        if (!brokers().contains(broker)) {
            throw Complaints.unknownBroker("the lever", broker, brokers().size());
        }
        return Objects.requireNonNull(parts.seats().get(broker));
    }

    @Override
    public AdminOutcome administer(AdminAct act) {
        requireOpen();
        return watched.perform(act);
    }

    @Override
    public LinkCount linkCount(Endpoint from, Endpoint to) {
        return parts.doors().traffic().count(from, to);
    }

    @Override
    public long touchedBy(WireRule rule) {
        return parts.doors().traffic().touchedBy(rule);
    }

    @Override
    public Optional<String> version(Endpoint node) {
        return Optional.of(parts.version());
    }

    @Override
    public Map<String, Path> nodeLogs() {
        return extracts.logs();
    }

    @Override
    public void listen(ClusterListener listener) {
        parts.outlook().events().add(listener);
    }

    @Override
    public Optional<ReplicaLog> replicaLog(int broker, PartitionId partition, Consumer<ReplicaRecord> records) {
        return extracts.replica(seat(Endpoint.broker(broker)), partition, records);
    }

    @Override
    public Optional<WireRecording> recordWire(Consumer<Event> history) {
        return Optional.of(parts.doors().traffic().record(history));
    }

    @Override
    public boolean awaitHealthy(Duration timeout) {
        return watched.awaitHealthy(timeout);
    }

    @Override
    public Optional<String> renew(ClusterSpec next) {
        parts.outlook().events().clear();
        parts.doors().traffic().mendAll();
        Optional<String> dirt = watched.renew(RENEWAL);
        if (dirt.isPresent()) {
            return dirt;
        }
        return watched.createTopics(next.topics(), RENEWAL) ? Optional.empty() : Optional.of(Health.missing(this));
    }

    /** Leaves nothing to wait for: containers are removed as they are. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            watch.close();
        } catch (Exception gone) {
            // nobody listens any more
        }
        watched.hangUp();
        seats().forEach(seat -> seat.state(NodeState.STOPPED));
        try {
            parts.docker().removeGroup(parts.group());
        } finally {
            watched.close();
            parts.doors().close();
            extracts.close();
            parts.security().ifPresent(ClusterSecurity::close);
        }
    }
}
