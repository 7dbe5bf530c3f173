/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.AdminOutcome;
import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterListener;
import io.kafkatrial.engine.ClusterSecurity;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.Endpoint;
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
import io.kafkatrial.engine.embedded.quorum.Quorum;
import io.kafkatrial.history.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** A cluster in this JVM. Safe for use by several threads. */
final class EmbeddedCluster implements RunningCluster {

    private final Fabric fabric;
    private final Quorum quorum;
    private final Map<Integer, Seat> seats;
    private final Processes processes;
    private final Levers levers;
    private final Administration administration;
    private final EventHub events;
    private final Health health;
    private final AtomicBoolean closed = new AtomicBoolean();

    EmbeddedCluster(Fabric fabric, Quorum quorum, Map<Integer, Seat> seats, EventHub events) {
        this.fabric = fabric;
        this.quorum = quorum;
        this.seats = new TreeMap<>(seats);
        this.events = events;
        fabric.topicNames(this::topicName);
        this.health = new Health(quorum, this.seats.values(), fabric.clock());
        events.add(health);
        Surroundings surroundings = new Surroundings(this::brain, events, this::halt);
        Pulse pulse = new Pulse(fabric, quorum, this.seats.values());
        fabric.wire().execute(pulse::beat);
        this.processes = new Processes(fabric, quorum, surroundings);
        this.administration = new Administration(
                new Office(fabric, quorum, this.seats.values()), this::groupCoordinator, this::transactionCoordinator);
        this.levers = new Levers(fabric, quorum, this.seats, processes);
        fabric.table()
                .tell((rule, from, to) -> events.on(new ClusterEvent.RequestSeen(
                        Instant.ofEpochMilli(fabric.clock().wallMs()), rule, from, to)));
    }

    private Optional<String> topicName(String id) {
        var topic = quorum.image().topics().getTopic(Uuid.fromString(id));
        return topic == null ? Optional.empty() : Optional.of(topic.name());
    }

    static RunningCluster start(ClusterSpec spec) {
        return new Construction(spec).build();
    }

    /** A cluster that has neither table of requests nor events of acks, to measure what they cost. */
    static RunningCluster startWithoutFaults(ClusterSpec spec) {
        return new Construction(spec, false).build();
    }

    /** What other brokers reach: as with Kafka, whose door is shut until the controller has let it in. */
    private @Nullable Brain brain(int broker) {
        Seat seat = seats.get(broker);
        Node node = seat == null ? null : seat.node();
        return node == null || !node.hasBeenLetIn() ? null : node.brain();
    }

    /** Told on the broker's own loop, which the end of the process waits for. */
    private void halt(int broker, ReplicationDriver found) {
        CompletableFuture.runAsync(() -> processes.halt(roles(Endpoint.broker(broker)), found));
    }

    @Override
    public String bootstrapServers() {
        String host = fabric.security()
                .map(security -> security.spec().place().advertisedHost())
                .orElse("127.0.0.1");
        return seats.values().stream()
                .map(seat -> host + ":" + seat.port().address().getPort())
                .collect(joining(","));
    }

    @Override
    public Optional<ClusterSecurity> security() {
        return fabric.security();
    }

    @Override
    public List<Integer> brokers() {
        return List.copyOf(seats.keySet());
    }

    @Override
    public List<Integer> controllers() {
        return quorum.controllers();
    }

    @Override
    public NodeState state(int broker) {
        return seat(broker).state();
    }

    @Override
    public NodeState state(Endpoint node) {
        Roles roles = roles(node);
        return roles.broker()
                .map(Seat::state)
                .orElseGet(() -> quorum.state(roles.controller().orElseThrow()));
    }

    @Override
    public Optional<PartitionView> partition(PartitionId partition) {
        return quorum.partition(partition);
    }

    @Override
    public Collection<PartitionView> partitions() {
        return quorum.partitions();
    }

    @Override
    public OptionalInt groupCoordinator(String group) {
        return coordinator(Topic.GROUP_METADATA_TOPIC_NAME, group);
    }

    @Override
    public OptionalInt transactionCoordinator(String transactionalId) {
        return coordinator(Topic.TRANSACTION_STATE_TOPIC_NAME, transactionalId);
    }

    private OptionalInt coordinator(String topic, String key) {
        var states = quorum.image().topics().getTopic(topic);
        if (states == null) {
            return OptionalInt.empty();
        }
        int index = Utils.abs(key.hashCode()) % states.partitions().size();
        return partition(new PartitionId(topic, index))
                .map(PartitionView::leader)
                .orElse(OptionalInt.empty());
    }

    @Override
    public OptionalInt activeController() {
        return quorum.activeController();
    }

    @Override
    public void pull(Lever lever) {
        if (closed.get()) {
            throw Complaints.closed();
        }
        if (lever instanceof Lever.Administer administer) {
            administer(administer.act());
        } else {
            levers.pull(lever);
        }
    }

    private Roles roles(Endpoint node) {
        return levers.roles(node);
    }

    private Seat seat(int broker) {
        return levers.seat(broker);
    }

    @Override
    public AdminOutcome administer(AdminAct act) {
        if (closed.get()) {
            throw Complaints.closed();
        }
        return administration.perform(act);
    }

    @Override
    public LinkCount linkCount(Endpoint from, Endpoint to) {
        return fabric.links().count(from, to);
    }

    @Override
    public long touchedBy(WireRule rule) {
        return fabric.table().touchedBy(rule);
    }

    @Override
    public void listen(ClusterListener listener) {
        events.add(listener);
    }

    @Override
    public Optional<ReplicaLog> replicaLog(int broker, PartitionId partition, Consumer<ReplicaRecord> records) {
        return ReplicaScan.read(seat(broker), partition, records);
    }

    @Override
    public Optional<ReplicaLog> replicaEnds(int broker, PartitionId partition) {
        return ReplicaScan.ends(seat(broker), partition);
    }

    @Override
    public Optional<WireRecording> recordWire(Consumer<Event> history) {
        return Optional.of(fabric.witnesses().begin(history));
    }

    @Override
    public boolean awaitHealthy(Duration timeout) {
        return missing(timeout).isEmpty();
    }

    Optional<String> missing(Duration timeout) {
        try {
            return health.await(timeout);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted while waiting");
        }
    }

    /** Create topics as an admin client of the first broker would. */
    CompletableFuture<CreateTopicsResponseData> createTopics(CreateTopicsRequestData request) {
        CompletableFuture<CreateTopicsResponseData> done = new CompletableFuture<>();
        Node first = requireNonNull(seats.values().iterator().next().node());
        first.run(brain -> brain.controller().createTopics(request).whenComplete((response, failure) -> {
            if (failure == null) {
                done.complete(response);
            } else {
                done.completeExceptionally(failure);
            }
        }));
        return done;
    }

    /** Give a running broker's loop this to do. */
    void occupy(int broker, Runnable work) {
        requireNonNull(seat(broker).node()).run(brain -> work.run());
    }

    /** Run {@code task} when the cluster's clock has advanced this far. */
    void after(long clockMs, Runnable task) {
        long due = fabric.clock().millis() + clockMs;
        fabric.wire().schedule(1, () -> {
            long left = due - fabric.clock().millis();
            if (left <= 0) {
                task.run();
            } else {
                after(left, task);
            }
        });
    }

    Processes processes() {
        return processes;
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        fabric.links().mendAll();
        fabric.table().releaseAll();
        seats.values().forEach(processes::end);
        quorum.close();
        fabric.close();
        seats.values().forEach(seat -> seat.port().close());
    }
}
