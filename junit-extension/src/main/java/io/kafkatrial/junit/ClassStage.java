/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.Cluster;
import io.kafkatrial.ClusterPool;
import io.kafkatrial.SharedCluster;
import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.TopicSpec;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.history.Recorder;
import io.kafkatrial.scenarios.recording.RecordingClients;
import io.kafkatrial.scenarios.recording.Trail;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/**
 * The cluster of one test class, its own or one it is attached to. Confined to the thread that runs the
 * class; tests of one cluster run one after another.
 */
final class ClassStage implements Closing {

    /** The engine that works on a cluster somebody else runs. */
    private static final String ATTACH = "attach";

    private static final Duration HEALTH_BOUND = Duration.ofSeconds(30);
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final ClusterDeclaration declaration;
    private final Options options;
    private final ClusterPool pool;
    private final RecordingClients clients;
    private @Nullable Cluster cluster;
    private SharedCluster.Turn turn = () -> {};
    private boolean closed;

    private ClassStage(ClusterDeclaration declaration, Options options, ClusterPool pool, @Nullable Cluster cluster) {
        this.pool = pool;
        this.declaration = declaration;
        this.options = options;
        this.cluster = cluster;
        Trail unrecorded = new Trail(new Recorder(), InstantSource.system(), "class" + NUMBERS.incrementAndGet());
        this.clients = new RecordingClients(unrecorded, connection());
    }

    /** A cluster of the class's own, or the one of another process that the options name. */
    static ClassStage open(ClusterDeclaration declaration, Options options, ClusterPool pool) {
        if (options.control().isPresent()) {
            Cluster shared = SharedCluster.attach(
                    options.control().get(), declaration.spec().topics());
            return attached(declaration, options, pool, shared);
        }
        if (options.bootstrapServers().isEmpty()
                || options.engine().filter(ATTACH::equals).isPresent()) {
            Cluster started = pool.take(declaration.spec(), declaration.engine());
            return new ClassStage(declaration, options, pool, started);
        }
        ClassStage attached = new ClassStage(declaration, options, pool, null);
        attached.createTopics();
        return attached;
    }

    private static ClassStage attached(
            ClusterDeclaration declaration, Options options, ClusterPool pool, Cluster shared) {
        ClassStage stage = new ClassStage(declaration, options, pool, shared);
        try {
            Attachment.check(declaration.spec(), shared);
            stage.takeTurn();
            stage.createTopics();
            Attachment.checkTopics(declaration.spec(), shared);
            stage.giveTurn();
            return stage;
        } catch (RuntimeException unfit) {
            stage.close();
            throw unfit;
        }
    }

    /** What the cluster is like: as declared, or as the other process has it, with the declared topics. */
    ClusterSpec spec() {
        return cluster == null ? declaration.spec() : cluster.spec();
    }

    /** Wait until no other test of another class or process works on the cluster. */
    void takeTurn() {
        if (cluster != null) {
            turn = SharedCluster.takeTurn(cluster);
        }
    }

    /** Let the next test work on the cluster. */
    void giveTurn() {
        SharedCluster.Turn over = turn;
        turn = () -> {};
        over.close();
    }

    Options options() {
        return options;
    }

    /** The cluster; empty if attached to one of another process. */
    Optional<Cluster> cluster() {
        return Optional.ofNullable(cluster);
    }

    /** The files in which brokers write, if they are processes of this cluster. */
    Map<String, Path> nodeLogs() {
        return cluster == null ? Map.of() : cluster.running().nodeLogs();
    }

    /** Clients that belong to the class: their history is thrown away. */
    RecordingClients clients() {
        return clients;
    }

    String engine() {
        return cluster == null ? "attached" : cluster.engine();
    }

    String bootstrapServers() {
        return cluster == null ? options.bootstrapServers().orElseThrow() : cluster.bootstrapServers();
    }

    /** Why faults that need these levers cannot be injected; empty if they can. */
    Optional<String> cannot(Set<Capability> needs) {
        if (needs.isEmpty()) {
            return Optional.empty();
        }
        if (cluster == null) {
            return Optional.of(JunitComplaints.faultsNeedOwnCluster(bootstrapServers()));
        }
        Set<Capability> missing = EnumSet.copyOf(needs);
        missing.removeAll(cluster.capabilities());
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(JunitComplaints.leversMissing(cluster.engine(), missing));
    }

    /** Make sure the next test sees a healthy cluster: if it does not become healthy, start a new one. */
    void ensureHealthy() {
        undisturbed(() -> orElseReplace(running -> running.awaitHealthy(HEALTH_BOUND)));
    }

    /** Undo what the test broke by hand; a cluster that does not heal is replaced. */
    void heal() {
        undisturbed(() -> orElseReplace(Cluster::heal));
    }

    /** Throw the cluster away and start another of the same spec. */
    void replace() {
        undisturbed(this::startAnother);
    }

    private void orElseReplace(Consumer<Cluster> cure) {
        if (cluster == null) {
            return;
        }
        try {
            cure.accept(cluster);
        } catch (TrialException sick) {
            if (isShared()) {
                throw JunitComplaints.sharedClusterIsSick(bootstrapServers(), sick);
            }
            startAnother();
        }
    }

    private boolean isShared() {
        return cluster != null && cluster.isRunning() && SharedCluster.isAttached(cluster);
    }

    /** One of another process stays as it is: the next test that finds it sick says so. */
    private void startAnother() {
        if (isShared()) {
            return;
        }
        if (cluster != null && !closed) {
            cluster.close();
            cluster = pool.take(declaration.spec(), declaration.engine());
        }
    }

    /** An interruption, of a {@code @Timeout} say, is meant for the test body: keep it until the cluster is in order. */
    private static void undisturbed(Runnable care) {
        boolean interrupted = Thread.interrupted();
        try {
            care.run();
        } catch (TrialException failed) {
            if (!Thread.interrupted()) {
                throw failed;
            }
            interrupted = true;
            care.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What the harness's own clients need to connect. */
    Map<String, Object> connection() {
        return Connections.ofHarness(cluster(), options);
    }

    /** What a client of this user needs to connect. */
    Map<String, Object> connectionAs(String user) {
        return Connections.of(user, cluster(), options);
    }

    private void createTopics() {
        List<NewTopic> topics = new ArrayList<>();
        for (TopicSpec topic : declaration.spec().topics()) {
            short factor = (short) topic.replicationFactor().orElse(-1);
            topics.add(new NewTopic(topic.name(), topic.partitions(), factor).configs(topic.config()));
        }
        if (topics.isEmpty()) {
            return;
        }
        Admin admin = clients.admin(Map.of());
        CreateTopicsResult created = admin.createTopics(topics);
        created.values().forEach((name, future) -> {
            try {
                future.get(HEALTH_BOUND.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException failed) {
                if (!(failed.getCause() instanceof TopicExistsException)) {
                    throw JunitComplaints.topicNotCreated(name, bootstrapServers(), failed.getCause());
                }
            } catch (TimeoutException late) {
                throw JunitComplaints.topicNotCreated(name, bootstrapServers(), late);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw JunitComplaints.topicNotCreated(name, bootstrapServers(), interrupted);
            }
        });
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            clients.close();
            if (isShared()) {
                giveTurn();
            }
            if (cluster != null) {
                pool.giveBack(cluster);
            }
        }
    }
}
