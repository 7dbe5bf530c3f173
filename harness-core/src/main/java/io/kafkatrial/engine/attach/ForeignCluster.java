/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.attach;

import io.kafkatrial.engine.AttachComplaints;
import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterListener;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.LinkCount;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TopicSpec;
import io.kafkatrial.engine.WireRecording;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.engine.metadata.AdminDoor;
import io.kafkatrial.engine.metadata.AdminTail;
import io.kafkatrial.engine.outside.Deadline;
import io.kafkatrial.engine.outside.EventHub;
import io.kafkatrial.engine.outside.Outlook;
import io.kafkatrial.history.Event;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A cluster that somebody else runs, as an administrator sees it. Closing lets go of it and changes nothing there; what a
 * test has created stays. Safe for use by several threads.
 */
final class ForeignCluster implements RunningCluster {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final EventHub events;
    private final AdminTail tail;
    private final AdminDoor admin;
    private final Optional<Doors> doors;
    private final Map<String, Object> client;
    private final List<Integer> brokers;
    private final Map<Integer, NodeState> states = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final InstantSource clock = InstantSource.system();

    private ForeignCluster(Entrance entrance, EventHub events, AdminTail tail, long seed) {
        this.events = events;
        this.tail = tail;
        this.admin = new AdminDoor(entrance.own());
        Map<Integer, InetSocketAddress> members = tail.brokers();
        this.brokers = List.copyOf(members.keySet());
        this.doors = entrance.way() == Entrance.Way.PROXY
                ? Optional.of(new Doors(entrance, tail::topicName, events, seed))
                : Optional.empty();
        this.client = doors.map(all -> entrance.byDoors(all.open(members))).orElse(entrance.client());
    }

    /** Look at the cluster, and create the declared topics it does not have. */
    static ForeignCluster attach(ClusterSpec spec, Entrance entrance) {
        EventHub events = new EventHub();
        AdminTail tail;
        try {
            // who comes by a door is told there of what is acknowledged, and of nobody else's records
            tail = new AdminTail(entrance.own(), events, entrance.way() == Entrance.Way.DIRECT);
        } catch (RuntimeException impossible) {
            throw AttachComplaints.unreachable(entrance.bootstrapServers(), impossible);
        }
        try {
            tail.start();
            ForeignCluster cluster = new ForeignCluster(entrance, events, tail, spec.seed());
            try {
                cluster.create(spec.topics());
                return cluster;
            } catch (RuntimeException failed) {
                cluster.close();
                throw failed;
            }
        } catch (ExecutionException | TimeoutException silent) {
            tail.close();
            throw AttachComplaints.unreachable(entrance.bootstrapServers(), silent);
        } catch (RuntimeException failed) {
            tail.close();
            throw failed;
        }
    }

    private void create(List<TopicSpec> topics) {
        admin.create(topics);
        Deadline.in(PATIENCE).await(() -> topics.stream().allMatch(topic -> partition(new PartitionId(topic.name(), 0))
                .flatMap(view -> view.leader().isPresent() ? Optional.of(view) : Optional.empty())
                .isPresent()));
    }

    @Override
    public String bootstrapServers() {
        return String.valueOf(client.get("bootstrap.servers"));
    }

    @Override
    public Map<String, Object> clientProperties() {
        return client;
    }

    @Override
    public List<Integer> brokers() {
        return brokers;
    }

    /** Not told to administrators. */
    @Override
    public List<Integer> controllers() {
        return List.of();
    }

    /** As our commands have left it, else by whether it is a member. */
    @Override
    public NodeState state(int broker) {
        NodeState left = states.get(broker);
        return left != null ? left : tail.brokers().containsKey(broker) ? NodeState.RUNNING : NodeState.CRASHED;
    }

    @Override
    public Optional<PartitionView> partition(PartitionId partition) {
        return Optional.ofNullable(tail.partitions().get(partition));
    }

    @Override
    public Collection<PartitionView> partitions() {
        return List.copyOf(tail.partitions().values());
    }

    @Override
    public OptionalInt groupCoordinator(String group) {
        return Outlook.groupCoordinator(partitions(), group);
    }

    @Override
    public OptionalInt transactionCoordinator(String transactionalId) {
        return Outlook.transactionCoordinator(partitions(), transactionalId);
    }

    @Override
    public OptionalInt activeController() {
        return tail.controller();
    }

    @Override
    public void pull(Lever lever) {
        if (closed.get()) {
            throw Complaints.closed();
        }
        if (lever instanceof Lever.Crash crash) {
            leave(lever, crash.node(), Commands.CRASH, NodeState.CRASHED);
        } else if (lever instanceof Lever.Stop stop) {
            leave(lever, stop.node(), Commands.STOP, NodeState.STOPPED);
        } else if (lever instanceof Lever.Restart restart) {
            restart(lever, restart.node());
        } else if (lever instanceof Lever.Pause pause) {
            leave(lever, pause.node(), Commands.PAUSE, NodeState.PAUSED);
        } else if (lever instanceof Lever.Resume resume) {
            int broker = broker(lever, resume.node());
            require(lever, Commands.RESUME).run(broker);
            back(broker);
        } else if (!passes(lever)) {
            throw AttachComplaints.noLever(lever, "");
        }
    }

    private boolean passes(Lever lever) {
        if (doors.isPresent()) {
            return doors.get().traffic().pull(lever, end -> known(lever, end));
        }
        if (lever instanceof Lever.Cut || lever instanceof Lever.Delay || lever instanceof Lever.Intercept) {
            throw AttachComplaints.noDoors(lever);
        }
        return false;
    }

    private Endpoint known(Lever lever, Endpoint end) {
        if (end instanceof Endpoint.Controller) {
            throw AttachComplaints.noLever(lever, "");
        }
        if (end instanceof Endpoint.Broker broker && !brokers.contains(broker.id())) {
            throw AttachComplaints.unknownBroker(broker.id(), brokers);
        }
        return end;
    }

    private void leave(Lever lever, Endpoint node, Commands command, NodeState state) {
        int broker = broker(lever, node);
        if (state(broker) != NodeState.RUNNING) {
            throw Complaints.wrongState(command.name().toLowerCase(java.util.Locale.ROOT), node, state(broker));
        }
        require(lever, command).run(broker);
        states.put(broker, state);
        changed(broker, state);
    }

    /** Without a command somebody else starts it again, as Kubernetes does: then it is waited for. */
    private void restart(Lever lever, Endpoint node) {
        int broker = broker(lever, node);
        if (Commands.RESTART.isGiven()) {
            Commands.RESTART.run(broker);
        }
        if (!Deadline.in(PATIENCE).await(() -> tail.brokers().containsKey(broker))) {
            throw AttachComplaints.late(broker, "come back");
        }
        back(broker);
    }

    private void back(int broker) {
        states.remove(broker);
        changed(broker, NodeState.RUNNING);
    }

    private void changed(int broker, NodeState state) {
        events.on(new ClusterEvent.NodeChanged(clock.instant(), broker, state));
    }

    private static Commands require(Lever lever, Commands command) {
        if (!command.isGiven()) {
            throw AttachComplaints.noLever(lever, command.property());
        }
        return command;
    }

    private int broker(Lever lever, Endpoint node) {
        if (!(node instanceof Endpoint.Broker broker)) {
            throw AttachComplaints.noLever(lever, "");
        }
        if (!brokers.contains(broker.id())) {
            throw AttachComplaints.unknownBroker(broker.id(), brokers);
        }
        return broker.id();
    }

    @Override
    public LinkCount linkCount(Endpoint from, Endpoint to) {
        return doors.map(all -> all.traffic().count(from, to)).orElse(LinkCount.NONE);
    }

    @Override
    public long touchedBy(WireRule rule) {
        return doors.map(all -> all.traffic().touchedBy(rule)).orElse(0L);
    }

    @Override
    public Optional<WireRecording> recordWire(Consumer<Event> history) {
        return doors.map(all -> all.traffic().record(history));
    }

    @Override
    public void listen(ClusterListener listener) {
        events.add(listener);
    }

    @Override
    public boolean awaitHealthy(Duration timeout) {
        return Deadline.in(timeout).await(this::isHealthy);
    }

    private boolean isHealthy() {
        return tail.brokers().keySet().containsAll(brokers)
                && tail.partitions().values().stream()
                        .allMatch(
                                view -> view.leader().isPresent() && view.isr().containsAll(view.replicas()));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            admin.close();
            tail.close();
            doors.ifPresent(Doors::close);
        }
    }
}
