/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import static java.util.stream.Collectors.joining;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.AdminOutcome;
import io.kafkatrial.engine.ClusterListener;
import io.kafkatrial.engine.ClusterSecurity;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.CodeRule;
import io.kafkatrial.engine.Complaints;
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
import io.kafkatrial.engine.apache.process.Workplace;
import io.kafkatrial.engine.metadata.ClusterView;
import io.kafkatrial.engine.metadata.ReplicaFiles;
import io.kafkatrial.engine.net.HeldPort;
import io.kafkatrial.engine.outside.EventHub;
import io.kafkatrial.engine.outside.Outlook;
import io.kafkatrial.engine.outside.Watched;
import io.kafkatrial.history.Event;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** A cluster of child JVMs. Safe for use by several threads. */
final class ApacheCluster implements RunningCluster {

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration RENEWAL = Duration.ofSeconds(30);

    /** What a cluster is made of before any process runs. */
    record Parts(
            Programs programs,
            Workplace place,
            Map<Integer, NodeSeat> seats,
            Doors doors,
            Outlook outlook,
            Optional<ClusterSecurity> security,
            Format format) {
        Parts {
            seats = new TreeMap<>(seats);
        }
    }

    private final Parts parts;
    private final EventHub events;
    private final ClusterView view;
    private final Doors doors;
    private final Watched watched;
    private final Processes processes;
    private final Ailments ailments;
    private final Levers levers;
    private final CodeFaults code;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile ClusterSpec spec;

    ApacheCluster(Parts parts, ClusterSpec spec) {
        this.parts = parts;
        this.spec = spec;
        this.events = parts.outlook().events();
        this.view = parts.outlook().view();
        this.doors = parts.doors();
        Watched.Addresses addresses =
                new Watched.Addresses(addresses(NodeSeat::controllerPort), addresses(NodeSeat::harnessPort));
        this.watched = new Watched(parts.outlook(), addresses, parts.seats().values());
        Processes.Surroundings surroundings = new Processes.Surroundings(view, watched.tail(), events);
        this.ailments = new Ailments(parts.programs());
        this.processes = new Processes(parts.seats().values(), this::command, surroundings);
        Disks disks = new Disks(processes, parts.format(), this::unforcedMessages, ailments);
        this.code = new CodeFaults(parts.programs(), events);
        Upgrades upgrades = new Upgrades(parts.programs(), processes, addresses.bootstrapServers());
        Levers.Mechanics mechanics = new Levers.Mechanics(processes, disks, ailments, code, upgrades, doors);
        this.levers = new Levers(parts.seats(), mechanics, () -> this.spec.seed());
    }

    /** What the seat's next process is started with. */
    private List<String> command(NodeSeat seat) {
        Disks.beforeStart(seat, ailments.hasFailedDisk(seat));
        return parts.programs().command(seat, ailments.scripts(seat));
    }

    private Map<Integer, InetSocketAddress> addresses(Function<NodeSeat, Optional<HeldPort>> port) {
        Map<Integer, InetSocketAddress> addresses = new TreeMap<>();
        parts.seats().values().forEach(seat -> port.apply(seat)
                .ifPresent(taken -> addresses.put(seat.id(), taken.address())));
        return addresses;
    }

    /** What is seen of it, and done to it, from outside. */
    Watched watched() {
        return watched;
    }

    @Override
    public Optional<ClusterSecurity> security() {
        return parts.security();
    }

    Processes processes() {
        return processes;
    }

    Map<Integer, NodeSeat> seats() {
        return parts.seats();
    }

    ClusterView view() {
        return view;
    }

    @Override
    public String bootstrapServers() {
        String host = parts.security()
                .map(security -> security.spec().place().advertisedHost())
                .orElse(LOOPBACK);
        return joined(host, brokers().stream().map(doors::forClients).toList());
    }

    private static String joined(String host, Collection<InetSocketAddress> addresses) {
        return addresses.stream().map(address -> host + ":" + address.getPort()).collect(joining(","));
    }

    @Override
    public List<Integer> brokers() {
        return ids(NodeSeat::isBroker);
    }

    @Override
    public List<Integer> controllers() {
        return ids(NodeSeat::isController);
    }

    private List<Integer> ids(Predicate<NodeSeat> role) {
        return parts.seats().values().stream().filter(role).map(NodeSeat::id).toList();
    }

    @Override
    public NodeState state(int broker) {
        return state(Endpoint.broker(broker));
    }

    @Override
    public NodeState state(Endpoint node) {
        return levers.seat(node).state();
    }

    @Override
    public Optional<PartitionView> partition(PartitionId partition) {
        return view.partition(partition);
    }

    @Override
    public Collection<PartitionView> partitions() {
        return view.partitions();
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
        if (closed.get()) {
            throw Complaints.closed();
        }
        if (lever instanceof Lever.Administer administer) {
            watched.perform(administer.act());
        } else {
            levers.pull(lever);
        }
    }

    @Override
    public AdminOutcome administer(AdminAct act) {
        if (closed.get()) {
            throw Complaints.closed();
        }
        return watched.perform(act);
    }

    /** How many messages of a topic Kafka may leave in the page cache: by the topic's configuration, else the brokers'. */
    private long unforcedMessages(String topic) {
        String number = view.topicConfig(topic, "flush.messages")
                .orElse(spec.brokerConfig().getOrDefault("log.flush.interval.messages", ""))
                .strip();
        return number.isEmpty() ? Long.MAX_VALUE : Long.parseLong(number);
    }

    @Override
    public LinkCount linkCount(Endpoint from, Endpoint to) {
        return doors.traffic().count(from, to);
    }

    @Override
    public long touchedBy(WireRule rule) {
        return doors.traffic().touchedBy(rule);
    }

    @Override
    public long actedBy(CodeRule rule) {
        return code.actedBy(rule);
    }

    @Override
    public Optional<String> version(Endpoint node) {
        return Optional.of(parts.programs().version(levers.seat(node)));
    }

    @Override
    public Map<String, Path> nodeLogs() {
        return processes.logs();
    }

    @Override
    public void listen(ClusterListener listener) {
        events.add(listener);
    }

    @Override
    public Optional<ReplicaLog> replicaLog(int broker, PartitionId partition, Consumer<ReplicaRecord> records) {
        return ReplicaFiles.read(levers.seat(Endpoint.broker(broker)).data(), partition, records);
    }

    @Override
    public Optional<ReplicaLog> replicaEnds(int broker, PartitionId partition) {
        return ReplicaFiles.ends(levers.seat(Endpoint.broker(broker)).data(), partition);
    }

    @Override
    public Optional<WireRecording> recordWire(Consumer<Event> history) {
        return Optional.of(doors.traffic().record(history));
    }

    @Override
    public boolean awaitHealthy(Duration timeout) {
        return watched.awaitHealthy(timeout);
    }

    @Override
    public Optional<String> renew(ClusterSpec next) {
        events.clear();
        doors.traffic().mendAll();
        Optional<String> dirt = parts.programs().changes().or(ailments::left).or(() -> watched.renew(RENEWAL));
        if (dirt.isPresent()) {
            return dirt;
        }
        spec = next;
        return watched.createTopics(next.topics(), RENEWAL) ? Optional.empty() : Optional.of(Health.missing(this));
    }

    /** Leaves nothing to wait for: the processes are killed, not asked. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        watched.hangUp();
        code.close();
        parts.seats().values().parallelStream().forEach(processes::end);
        watched.close();
        doors.close();
        parts.seats().values().forEach(NodeSeat::closePorts);
        parts.programs().close();
        parts.place().close();
        parts.security().ifPresent(ClusterSecurity::close);
    }
}
