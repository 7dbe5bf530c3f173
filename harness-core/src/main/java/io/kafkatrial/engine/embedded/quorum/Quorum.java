/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import io.kafkatrial.engine.ClusterListener;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.TopicImage;
import org.apache.kafka.metadata.BrokerRegistration;
import org.apache.kafka.metadata.PartitionRegistration;
import org.apache.kafka.raft.Batch;
import org.apache.kafka.raft.LeaderAndEpoch;
import org.apache.kafka.server.common.ApiMessageAndVersion;

/**
 * The controllers of one cluster: Apache Kafka's {@code QuorumController} on voters of our own, which elect
 * the active one and replicate its log among each other over the transport; and the harness's own view of
 * the committed metadata, which no fault stands in the way of.
 *
 * <p>One thread for each controller, none besides. Safe for use by all threads; acts on one controller
 * exclude each other.
 */
public final class Quorum implements AutoCloseable {

    private static final long STOP_PATIENCE_SECONDS = 5;

    private final QuorumSettings settings;
    private final QuorumWires wires;
    private final Seed seed;
    private final FatalErrors faults = new FatalErrors();
    private final CommittedView view;
    private final Leaderships leaderships;
    private final Map<Integer, ControllerSeat> seats = new LinkedHashMap<>();
    private volatile boolean closed;

    /**
     * Start the controllers; the first one stands for election at once. Does not wait: requests queue
     * behind the activation.
     *
     * @param settings the static configuration
     * @param wires what the controllers hang on
     * @param listener told of {@code LeaderChanged}, {@code IsrChanged} and {@code ControllerChanged}, on an
     *     engine's thread; a partition's creation and the first controller are no change
     */
    public static Quorum start(QuorumSettings settings, QuorumWires wires, ClusterListener listener) {
        Quorum quorum = new Quorum(settings, wires, listener);
        try {
            settings.controllers().forEach(id -> quorum.seats.put(id, new ControllerSeat(id)));
            for (ControllerSeat seat : quorum.seats.values()) {
                seat.take(quorum.life(seat));
            }
        } catch (Exception failed) {
            quorum.close();
            throw new IllegalStateException(
                    "the controllers of cluster " + settings.clusterId() + " do not start", failed);
        }
        quorum.beginAll();
        return quorum;
    }

    private Quorum(QuorumSettings settings, QuorumWires wires, ClusterListener listener) {
        this.settings = settings;
        this.wires = wires;
        this.seed = new Seed(settings.seed());
        this.view = new CommittedView(wires.clock(), listener);
        this.leaderships = new Leaderships(wires.clock(), listener);
    }

    private ControllerNode life(ControllerSeat seat) throws Exception {
        return new ControllerNode(
                seat.id(),
                seat.disk(),
                new ControllerNode.Surroundings(
                        settings,
                        seed,
                        wires,
                        (voter, request) -> node(voter).voter().receive(request),
                        faults),
                new ControllerNode.Onlooker() {
                    @Override
                    public void committed(List<Batch<ApiMessageAndVersion>> batches) {
                        view.advance(batches, leaderships.active());
                    }

                    @Override
                    public void leaderChanged(int controller, LeaderAndEpoch leader) {
                        leaderships.told(controller, leader);
                    }
                });
    }

    /** The first begins last, when all others can hear it. */
    private void beginAll() {
        int first = settings.controllers().get(0);
        settings.controllers().stream().filter(id -> id != first).forEach(id -> node(id).begin(false));
        node(first).begin(true);
    }

    /** The settings this quorum was started with. */
    public QuorumSettings settings() {
        return settings;
    }

    /** The ids of all controllers. */
    public List<Integer> controllers() {
        return settings.controllers();
    }

    /** The controller that leads, if one does. */
    public OptionalInt activeController() {
        return leaderships.active().leaderId();
    }

    LeaderAndEpoch activeLeader() {
        return leaderships.active();
    }

    /** The epoch of the Raft log, bumped with every new leader. */
    public int controllerEpoch() {
        return leaderships.active().epoch();
    }

    /** The committed metadata, complete and up to date. */
    public MetadataImage image() {
        return view.image();
    }

    /** A partition as committed. */
    public Optional<PartitionView> partition(PartitionId partition) {
        TopicImage topic = image().topics().getTopic(partition.topic());
        PartitionRegistration found = topic == null ? null : topic.partitions().get(partition.partition());
        return found == null
                ? Optional.empty()
                : Optional.of(CommittedView.view(partition.topic(), partition.partition(), found));
    }

    /** All partitions as committed, in order. */
    public List<PartitionView> partitions() {
        List<PartitionView> all = new ArrayList<>();
        for (TopicImage topic : image().topics().topicsByName().values()) {
            topic.partitions().forEach((number, found) -> all.add(CommittedView.view(topic.name(), number, found)));
        }
        all.sort(Comparator.comparing(PartitionView::partition));
        return all;
    }

    /** The brokers that are registered, not fenced and not shutting down. */
    public Set<Integer> aliveBrokers() {
        return image().cluster().brokers().values().stream()
                .filter(broker -> !broker.fenced() && !broker.inControlledShutdown())
                .map(BrokerRegistration::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the controller has fenced this broker, or does not know it. */
    public boolean fenced(int broker) {
        BrokerRegistration registration = image().cluster().broker(broker);
        return registration == null || registration.fenced();
    }

    /** A new id: a broker's incarnation, a disk. Derived from the seed, so the same in every run. */
    public Uuid nextUuid() {
        return seed.nextUuid();
    }

    /** The first error a controller did not expect; a bug of ours or of Apache Kafka. */
    public Optional<Throwable> fatalError() {
        return faults.first();
    }

    // ---- life and death

    /** The state of a controller's process. */
    public NodeState state(int controller) {
        return seat(controller).state();
    }

    /** Whether enough controllers run to elect one; not whether they reach each other. */
    public boolean hasMajority() {
        long running = seats.values().stream()
                .filter(seat -> seat.state() == NodeState.RUNNING)
                .count();
        return running > seats.size() / 2;
    }

    /**
     * Start a controller again on its old log.
     *
     * @return done when it knows who leads
     */
    public CompletionStage<Void> restart(int controller) {
        ControllerSeat seat = seat(controller);
        synchronized (seat) {
            if (seat.node() != null) {
                throw Complaints.wrongState("restart", Endpoint.controller(controller), seat.state());
            }
            try {
                ControllerNode node = life(seat);
                seat.take(node);
                node.begin(false);
                return node.ready();
            } catch (Exception failed) {
                throw new IllegalStateException("controller " + controller + " does not start", failed);
            }
        }
    }

    /** Kill a controller: what it had not replicated may be lost, its log stays. */
    public void crash(int controller) {
        ControllerSeat seat = seat(controller);
        synchronized (seat) {
            end(seat, require(seat, "crash", NodeState.RUNNING, NodeState.PAUSED), NodeState.CRASHED);
        }
    }

    /** Stop a controller; if it leads it hands over first. */
    public void stop(int controller) {
        ControllerSeat seat = seat(controller);
        synchronized (seat) {
            ControllerNode node = require(seat, "stop", NodeState.RUNNING);
            if (seats.size() > 1) {
                node.voter()
                        .resign(node.voter().leader().epoch(), OptionalInt.empty())
                        .completeOnTimeout(null, STOP_PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .join();
            }
            end(seat, node, NodeState.STOPPED);
        }
    }

    private void end(ControllerSeat seat, ControllerNode node, NodeState how) {
        seat.leave(how);
        node.kill();
        leaderships.gone(seat.id());
        node.awaitEnd();
    }

    /** Freeze a controller. */
    public void pause(int controller) {
        ControllerSeat seat = seat(controller);
        synchronized (seat) {
            ControllerNode node = require(seat, "pause", NodeState.RUNNING);
            seat.state(NodeState.PAUSED);
            node.pause();
        }
    }

    /** Let a frozen controller run on. */
    public void resume(int controller) {
        ControllerSeat seat = seat(controller);
        synchronized (seat) {
            ControllerNode node = require(seat, "resume", NodeState.PAUSED);
            seat.state(NodeState.RUNNING);
            node.resume();
        }
    }

    private static ControllerNode require(ControllerSeat seat, String act, NodeState... allowed) {
        ControllerNode node = seat.node();
        if (node == null || !List.of(allowed).contains(seat.state())) {
            throw Complaints.wrongState(act, Endpoint.controller(seat.id()), seat.state());
        }
        return node;
    }

    private ControllerSeat seat(int controller) {
        ControllerSeat seat = seats.get(controller);
        if (seat == null) {
            throw Complaints.unknownController(controller, controllers());
        }
        return seat;
    }

    /** What keeps the quorum from being whole: no leader, or a running controller that lags behind. */
    public Optional<String> missing() {
        LeaderAndEpoch active = leaderships.active();
        if (active.leaderId().isEmpty()) {
            return Optional.of("no controller leads");
        }
        long committed = image().offset();
        return seats.values().stream()
                .filter(seat -> seat.state() == NodeState.RUNNING)
                .filter(seat -> {
                    ControllerNode node = seat.node();
                    return node == null
                            || !node.voter().leader().equals(active)
                            || node.voter().highWatermark() <= committed;
                })
                .findFirst()
                .map(seat -> "controller " + seat.id() + " does not follow controller "
                        + active.leaderId().getAsInt());
    }

    /** Stop the controllers and wait until their threads have ended. */
    @Override
    public void close() {
        closed = true;
        List<ControllerNode> running = new ArrayList<>();
        for (ControllerSeat seat : seats.values()) {
            synchronized (seat) {
                Optional.ofNullable(seat.node()).ifPresent(running::add);
                seat.leave(NodeState.STOPPED);
            }
        }
        running.forEach(ControllerNode::kill);
        running.forEach(ControllerNode::awaitEnd);
    }

    /**
     * A running controller.
     *
     * @throws NotControllerException if it does not run, as always after {@link #close()}: what is still
     *     under way then must not reach a controller that shuts down
     */
    ControllerNode node(int controller) {
        ControllerNode node = closed ? null : seat(controller).node();
        if (node == null) {
            throw new NotControllerException("Controller " + controller + " does not run.");
        }
        return node;
    }

    /** As {@link MetadataVoter#poll}. */
    CompletionStage<Fetched> poll(int controller, int broker, long fromOffset) {
        return node(controller).voter().poll(broker, fromOffset);
    }

    /** Let the active controller hand over to another one. */
    void appoint(int controller) {
        LeaderAndEpoch active = leaderships.active();
        active.leaderId().ifPresent(id -> node(id).voter().resign(active.epoch(), OptionalInt.of(controller)));
    }
}
