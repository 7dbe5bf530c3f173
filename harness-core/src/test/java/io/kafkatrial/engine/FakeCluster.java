/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of plain maps: leaders move when their broker goes, in-sync sets shrink and grow at once,
 * and tests make its events. Safe for use by several threads.
 */
public final class FakeCluster implements RunningCluster {

    private final ClusterSpec spec;
    private final List<ClusterListener> listeners = new CopyOnWriteArrayList<>();
    private final Map<Integer, NodeState> states = new TreeMap<>();
    private final Map<PartitionId, PartitionView> partitions = new TreeMap<>();
    private final Map<String, LinkCount> counts = new HashMap<>();
    private final Map<String, Integer> coordinators = new HashMap<>();
    private final Map<Integer, String> refusals = new LinkedHashMap<>();
    private final List<Lever> pulled = new ArrayList<>();
    private final Map<Integer, NodeState> controllerStates = new TreeMap<>();
    private int controllerEpoch = 1;
    private boolean healthy = true;
    private boolean closed;
    private final List<WireRule> armed = new ArrayList<>();
    private AdminOutcome answer = new AdminOutcome("nothing changed", 0, Optional.empty());

    public FakeCluster(ClusterSpec spec) {
        this.spec = spec;
        spec.topics().forEach(this::create);
        IntStream.rangeClosed(1, spec.brokers()).forEach(id -> states.put(id, NodeState.RUNNING));
    }

    /** Partition p has its replicas on brokers p+1, p+2, … and is led by the first. */
    private void create(TopicSpec topic) {
        for (int p = 0; p < topic.partitions(); p++) {
            int first = p;
            List<Integer> replicas = IntStream.range(0, spec.replicationFactorOf(topic))
                    .map(i -> (first + i) % spec.brokers() + 1)
                    .boxed()
                    .toList();
            PartitionId id = new PartitionId(topic.name(), p);
            partitions.put(id, new PartitionView(id, OptionalInt.of(replicas.get(0)), 0, replicas, replicas));
        }
    }

    // ---- what tests do to it

    public void emit(ClusterEvent event) {
        listeners.forEach(listener -> listener.on(event));
    }

    public void ack(String partition, int count) {
        emit(new ClusterEvent.Acked(Instant.EPOCH, PartitionId.parse(partition), 1, 0, count));
    }

    public void commit(String group, String partition, long offset) {
        emit(new ClusterEvent.OffsetCommitted(Instant.EPOCH, group, PartitionId.parse(partition), offset));
    }

    public void countOn(Endpoint from, Endpoint to, LinkCount count) {
        synchronized (this) {
            counts.put(from + ">" + to, count);
        }
    }

    public void coordinate(String group, int broker) {
        synchronized (this) {
            coordinators.put(group, broker);
        }
    }

    public synchronized void becomeUnhealthy() {
        healthy = false;
    }

    /** Let the next levers on this broker fail. */
    public synchronized void refuse(int broker, @Nullable String why) {
        if (why == null) {
            refusals.remove(broker);
        } else {
            refusals.put(broker, why);
        }
    }

    /** Let requests come that every rule armed for this API sees; the times are how many. */
    public void ask(String api, int times) {
        List<WireRule> rules;
        synchronized (this) {
            rules = armed.stream()
                    .filter(rule -> rule.match().api().equals(Optional.of(api)))
                    .toList();
        }
        for (int i = 0; i < times; i++) {
            rules.forEach(rule -> emit(new ClusterEvent.RequestSeen(
                    Instant.EPOCH, rule, rule.match().from(), rule.match().to())));
        }
    }

    /** The rules for single requests that work now. */
    public synchronized List<WireRule> armed() {
        return List.copyOf(armed);
    }

    /** What the next administrators are told. */
    public synchronized void answerAdmin(AdminOutcome outcome) {
        answer = outcome;
    }

    @Override
    public synchronized AdminOutcome administer(AdminAct act) {
        pulled.add(new Lever.Administer(act));
        return answer;
    }

    public synchronized List<Lever> pulled() {
        return List.copyOf(pulled);
    }

    public synchronized boolean isClosed() {
        return closed;
    }

    // ---- the port

    @Override
    public String bootstrapServers() {
        int first = spec.firstPort().orElse(9001);
        return IntStream.range(0, spec.brokers())
                .mapToObj(i -> "127.0.0.1:" + (first + i))
                .collect(Collectors.joining(","));
    }

    @Override
    public List<Integer> brokers() {
        return IntStream.rangeClosed(1, spec.brokers()).boxed().toList();
    }

    @Override
    public List<Integer> controllers() {
        return spec.controllerIds();
    }

    @Override
    public synchronized NodeState state(int broker) {
        return Optional.ofNullable(states.get(broker)).orElseThrow();
    }

    @Override
    public synchronized Optional<PartitionView> partition(PartitionId partition) {
        return Optional.ofNullable(partitions.get(partition));
    }

    @Override
    public synchronized Collection<PartitionView> partitions() {
        return List.copyOf(partitions.values());
    }

    @Override
    public synchronized OptionalInt groupCoordinator(String group) {
        Integer broker = coordinators.get(group);
        return broker == null ? OptionalInt.empty() : OptionalInt.of(broker);
    }

    @Override
    public synchronized OptionalInt activeController() {
        return controllers().stream()
                .filter(id -> state(Endpoint.controller(id)) == NodeState.RUNNING)
                .mapToInt(id -> id)
                .findFirst();
    }

    @Override
    public synchronized NodeState state(Endpoint node) {
        return node instanceof Endpoint.Controller controller
                ? controllerStates.getOrDefault(controller.id(), NodeState.RUNNING)
                : state(((Endpoint.Broker) node).id());
    }

    @Override
    public void pull(Lever lever) {
        List<ClusterEvent> events = new ArrayList<>();
        synchronized (this) {
            if (lever instanceof Lever.Crash crash) {
                change(crash.node(), NodeState.CRASHED, events);
            } else if (lever instanceof Lever.Stop stop) {
                change(stop.node(), NodeState.STOPPED, events);
            } else if (lever instanceof Lever.Pause pause) {
                change(pause.node(), NodeState.PAUSED, events);
            } else if (lever instanceof Lever.Restart restart) {
                change(restart.node(), NodeState.RUNNING, events);
            } else if (lever instanceof Lever.Resume resume) {
                change(resume.node(), NodeState.RUNNING, events);
            }
            if (lever instanceof Lever.Intercept intercept) {
                armed.add(intercept.rule());
            } else if (lever instanceof Lever.Release release) {
                armed.remove(release.rule());
            } else if (lever instanceof Lever.PowerLoss loss) {
                change(Endpoint.broker(loss.broker()), NodeState.CRASHED, events);
            } else if (lever instanceof Lever.WipeDisk wipe) {
                change(Endpoint.broker(wipe.broker()), NodeState.CRASHED, events);
            }
            pulled.add(lever);
        }
        events.forEach(this::emit);
    }

    private void change(Endpoint node, NodeState state, List<ClusterEvent> events) {
        if (node instanceof Endpoint.Broker broker) {
            changeState(broker.id(), state, events);
        } else if (node instanceof Endpoint.Controller controller) {
            controllerStates.put(controller.id(), state);
            events.add(new ClusterEvent.ControllerNodeChanged(Instant.EPOCH, controller.id(), state));
            OptionalInt active = activeController();
            events.add(new ClusterEvent.ControllerChanged(Instant.EPOCH, active, ++controllerEpoch));
        }
    }

    private void changeState(int broker, NodeState state, List<ClusterEvent> events) {
        String refusal = refusals.get(broker);
        if (refusal != null) {
            throw new TrialException(refusal);
        }
        states.put(broker, state);
        events.add(new ClusterEvent.NodeChanged(Instant.EPOCH, broker, state));
        partitions.replaceAll((id, view) -> elect(view, events));
    }

    private PartitionView elect(PartitionView old, List<ClusterEvent> events) {
        List<Integer> isr = old.replicas().stream()
                .filter(id -> states.get(id) == NodeState.RUNNING)
                .toList();
        if (isr.equals(old.isr())) {
            return old;
        }
        OptionalInt leader =
                old.leader().isPresent() && isr.contains(old.leader().getAsInt())
                        ? old.leader()
                        : isr.stream().mapToInt(id -> id).findFirst();
        int epoch = leader.equals(old.leader()) ? old.leaderEpoch() : old.leaderEpoch() + 1;
        if (epoch != old.leaderEpoch()) {
            events.add(new ClusterEvent.LeaderChanged(Instant.EPOCH, old.partition(), leader, epoch));
        }
        events.add(new ClusterEvent.IsrChanged(Instant.EPOCH, old.partition(), isr, epoch));
        return new PartitionView(old.partition(), leader, epoch, isr, old.replicas());
    }

    @Override
    public synchronized LinkCount linkCount(Endpoint from, Endpoint to) {
        return counts.getOrDefault(from + ">" + to, LinkCount.NONE);
    }

    @Override
    public void listen(ClusterListener listener) {
        listeners.add(listener);
    }

    @Override
    public synchronized boolean awaitHealthy(Duration timeout) {
        return healthy
                && states.values().stream().allMatch(NodeState.RUNNING::equals)
                && controllerStates.values().stream().allMatch(NodeState.RUNNING::equals);
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
