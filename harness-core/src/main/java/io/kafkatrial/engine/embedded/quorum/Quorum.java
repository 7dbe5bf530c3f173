/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.ClusterListener;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.embedded.loop.LoopClock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.TopicImage;
import org.apache.kafka.metadata.BrokerRegistration;
import org.apache.kafka.metadata.PartitionRegistration;

/**
 * The controllers of one cluster: Apache Kafka's {@code QuorumController} over an in-memory Raft log, and
 * the harness's own view of the committed metadata, which no fault stands in the way of.
 *
 * <p>One thread for each controller, none besides. Safe for use by all threads.
 */
public final class Quorum implements AutoCloseable {

    private final QuorumSettings settings;
    private final Seed seed;
    private final FatalErrors faults = new FatalErrors();
    private final CommittedView view;
    private final RaftSeam seam;
    private final Map<Integer, ControllerNode> nodes = new LinkedHashMap<>();
    private volatile boolean closed;

    /**
     * Start the controllers; the first one leads. Does not wait: requests queue behind the activation.
     *
     * @param settings the static configuration
     * @param clock the controllers' clock
     * @param listener told of {@code LeaderChanged}, {@code IsrChanged} and {@code ControllerChanged}, on a
     *     controller's thread; a partition's creation and the first controller are no change
     */
    public static Quorum start(QuorumSettings settings, LoopClock clock, ClusterListener listener) {
        Quorum quorum = new Quorum(settings, clock, listener);
        try {
            quorum.startNodes(clock);
        } catch (Exception failed) {
            quorum.close();
            throw new IllegalStateException(
                    "the controllers of cluster " + settings.clusterId() + " do not start", failed);
        }
        return quorum;
    }

    private Quorum(QuorumSettings settings, LoopClock clock, ClusterListener listener) {
        this.settings = settings;
        this.seed = new Seed(settings.seed());
        this.view = new CommittedView(clock, listener);
        this.seam = new RaftSeam(clock, view::advance);
    }

    private void startNodes(LoopClock clock) throws Exception {
        for (int id : settings.controllers()) {
            nodes.put(id, new ControllerNode(id, new ControllerNode.Surroundings(settings, seed, seam, clock, faults)));
        }
        seam.appoint(OptionalInt.of(settings.controllers().get(0)));
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
        return seam.leader().leaderId();
    }

    /** The epoch of the Raft log, bumped with every new leader. */
    public int controllerEpoch() {
        return seam.leader().epoch();
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

    /** Stop the controllers and wait until their threads have ended. */
    @Override
    public void close() {
        closed = true;
        nodes.values().forEach(ControllerNode::beginShutdown);
        nodes.values().forEach(ControllerNode::awaitEnd);
    }

    /**
     * A running controller.
     *
     * @throws NotControllerException after {@link #close()}: what is still under way then must not reach a
     *     controller that shuts down
     */
    ControllerNode node(int controller) {
        if (closed) {
            throw new NotControllerException("The controllers of this cluster have stopped.");
        }
        return requireNonNull(nodes.get(controller), () -> "controller " + controller);
    }

    /** As {@link RaftSeam#poll}. */
    CompletionStage<Fetched> poll(int controller, int broker, long fromOffset) {
        return seam.poll(controller, broker, fromOffset);
    }

    /** Let another controller lead in a new epoch. */
    void appoint(int controller) {
        seam.appoint(OptionalInt.of(controller));
    }
}
