/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.AdminOutcome;
import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.ClusterSecurity;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Engine;
import io.kafkatrial.engine.Health;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.SecurityComplaints;
import io.kafkatrial.fault.Bite;
import io.kafkatrial.fault.ClientStage;
import io.kafkatrial.fault.Durations;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.FaultInjector;
import io.kafkatrial.fault.Injection;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.history.History;
import io.kafkatrial.history.Recorder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A running cluster: the front door without JUnit.
 *
 * <pre>
 * try (Cluster cluster = Cluster.builder().brokers(3).topic("orders", 3).start()) {
 *     cluster.leaderOf("orders-0").crash();
 * }
 * </pre>
 *
 * <p>Safe for use by several threads.
 */
public final class Cluster implements AutoCloseable {

    /** How long {@link #heal} waits for the cluster to become healthy. */
    public static final Duration HEAL_BOUND = Duration.ofSeconds(30);

    private final ClusterSpec spec;
    private final Engine engine;
    private final RunningCluster running;
    private final Duration startedIn;
    private final HistoryBridge bridge;
    private final FaultInjector injector;
    private final AtomicBoolean closed = new AtomicBoolean();

    Cluster(ClusterSpec spec, Engine engine, RunningCluster running, Duration startedIn) {
        this.spec = spec;
        this.engine = engine;
        this.running = running;
        this.startedIn = startedIn;
        this.bridge = new HistoryBridge();
        running.listen(bridge);
        this.injector = new FaultInjector(running, bridge);
        bridge.tell(injector::note);
    }

    /** Describe a cluster. */
    public static ClusterBuilder builder() {
        return new ClusterBuilder();
    }

    /** Start a cluster from a spec on the engine that {@code -Dtrial.engine} or TRIAL_ENGINE names, else the embedded. */
    public static Cluster start(ClusterSpec spec) {
        return start(spec, Optional.empty());
    }

    /**
     * Start a cluster from a spec.
     *
     * @param engine the engine's name; empty takes {@code -Dtrial.engine}, TRIAL_ENGINE, or {@code embedded}
     * @throws io.kafkatrial.engine.TrialException if there is no such engine or the cluster does not come up
     */
    public static Cluster start(ClusterSpec spec, Optional<String> engine) {
        Engine found = Engines.find(engine);
        InstantSource clock = InstantSource.system();
        Instant begin = clock.instant();
        RunningCluster running = found.start(spec);
        return new Cluster(spec, found, running, Duration.between(begin, clock.instant()));
    }

    /**
     * The levers of an engine, without starting anything.
     *
     * @param engine the engine's name; empty takes {@code -Dtrial.engine}, TRIAL_ENGINE, or {@code embedded}
     */
    public static Set<Capability> capabilitiesOf(Optional<String> engine) {
        return Engines.find(engine).capabilities();
    }

    /**
     * Make sure that an engine can run this version of Apache Kafka, without starting anything.
     *
     * @param engine the engine's name; empty takes {@code -Dtrial.engine}, TRIAL_ENGINE, or {@code embedded}
     * @throws io.kafkatrial.engine.TrialException if it cannot, with the nearest version
     */
    public static void requireVersion(Optional<String> engine, String version) {
        Engines.find(engine).requireVersion(version);
    }

    /** The spec it was started from; with the seed that repeats it. */
    public ClusterSpec spec() {
        return spec;
    }

    /** The name of the engine it runs on. */
    public String engine() {
        return engine.name();
    }

    /** The levers the engine has. */
    public Set<Capability> capabilities() {
        return engine.capabilities();
    }

    /** How long it took to start, from the spec to every declared topic having its leaders. */
    public Duration startedIn() {
        return startedIn;
    }

    /** All brokers as {@code host:port}, comma separated; stable across restarts. */
    public String bootstrapServers() {
        return running().bootstrapServers();
    }

    /** What any client needs to connect: {@code bootstrap.servers}, and what gets the harness's own superuser in. */
    public Map<String, Object> clientProperties() {
        return new LinkedHashMap<>(running().clientProperties());
    }

    /**
     * What a client of this user needs to connect.
     *
     * @param user a user of the cluster's {@link io.kafkatrial.engine.SecuritySpec}
     * @throws io.kafkatrial.engine.TrialException if there is no such user
     */
    public Map<String, Object> clientProperties(String user) {
        Map<String, Object> properties = new LinkedHashMap<>(security().clientProperties(user));
        properties.put("bootstrap.servers", bootstrapServers());
        return properties;
    }

    /**
     * The certificates, and what gets each user in.
     *
     * @throws io.kafkatrial.engine.TrialException if the cluster was started without security
     */
    public ClusterSecurity security() {
        return running().security().orElseThrow(SecurityComplaints::noSecurity);
    }

    /** A broker by id. */
    public Broker broker(int id) {
        if (!running().brokers().contains(id)) {
            throw Complaints.unknownBroker("broker(" + id + ")", id, spec.brokers());
        }
        return new BrokerHandle(this, id);
    }

    /** All brokers, running or not, by ascending id. */
    public List<Broker> brokers() {
        return running().brokers().stream()
                .<Broker>map(id -> new BrokerHandle(this, id))
                .toList();
    }

    /** The broker that leads the partition now. */
    public Broker leaderOf(String topic, int partition) {
        return leaderOf(topic + "-" + partition);
    }

    /** The broker that leads {@code TOPIC-PARTITION} now. */
    public Broker leaderOf(String partition) {
        PartitionView view = partition(partition);
        return broker(view.leader().orElseThrow(() -> Complaints.noLeader(view.partition())));
    }

    /** The broker that coordinates the consumer group now; empty if none does. */
    public Optional<Broker> coordinatorOf(String group) {
        OptionalInt coordinator = running().groupCoordinator(group);
        return coordinator.isPresent() ? Optional.of(broker(coordinator.getAsInt())) : Optional.empty();
    }

    /** {@code TOPIC-PARTITION} as the controller's committed metadata has it. */
    public PartitionView partition(String partition) {
        return Lookup.partition(running(), partition);
    }

    /** The controller that leads; empty while none does. */
    public OptionalInt activeController() {
        return running().activeController();
    }

    /** The links between brokers, controllers and clients. */
    public Network network() {
        return new ClusterNetwork(this);
    }

    /** Pull one fault now. */
    public Injection inject(Fault fault) {
        return inject(Plan.of(spec.seed(), fault.describe(), fault, Trigger.immediately()));
    }

    /**
     * Put a plan of faults to work.
     *
     * @throws io.kafkatrial.engine.TrialException if the plan cannot work on this cluster or its engine
     */
    public Injection inject(Plan plan) {
        Set<Capability> missing = EnumSet.noneOf(Capability.class);
        missing.addAll(plan.needs());
        missing.removeAll(engine.capabilities());
        if (!missing.isEmpty()) {
            throw Complaints.missingCapability(engine.name(), missing);
        }
        return injector.inject(plan);
    }

    /**
     * End every plan and undo everything done by plan or by hand, then wait until the cluster is healthy.
     *
     * @return what the active plans' faults did
     */
    public List<Bite> heal() {
        return injector.heal(HEAL_BOUND);
    }

    /**
     * Wait until every running broker serves and every partition has a leader and a full in-sync set.
     *
     * @throws io.kafkatrial.engine.TrialException if that takes longer, saying what is missing
     */
    public void awaitHealthy(Duration timeout) {
        if (!running().awaitHealthy(timeout)) {
            throw Complaints.notHealthy(Durations.format(timeout), Health.missing(running));
        }
    }

    /** The version of Apache Kafka every node runs, or ran last, by its id; empty if the engine has one version only. */
    public SortedMap<Integer, String> kafkaVersions() {
        return new ClusterVersions(this, engine).now();
    }

    /**
     * Move the running cluster to another version of Apache Kafka, node by node: each is stopped in good order and
     * started with the new version on the same disk and ports, and the next one waits until the cluster is whole
     * again. Clients may go on meanwhile. To an older version too, as long as nothing is finalized that it does not
     * know. For one node only: {@code pull(new Lever.Upgrade(node, version))}.
     *
     * @throws io.kafkatrial.engine.TrialException if the engine has one version only, the version cannot be had, or a
     *     node does not serve again; that one runs the version before when it is restarted
     */
    public void upgrade(String version) {
        new ClusterVersions(this, engine).upgrade(version);
    }

    /**
     * Let the cluster use the features of the version its nodes run now, as a new cluster of it does. There is no way
     * back to an older version then.
     *
     * @throws io.kafkatrial.engine.TrialException if nodes run different versions
     */
    public void finalizeUpgrade() {
        new ClusterVersions(this, engine).raiseFeatures();
    }

    /**
     * Do what administrators do. {@link #heal} undoes it, where there is a way back.
     *
     * @return what it changed
     * @throws io.kafkatrial.engine.TrialException if the engine has no lever for it or the cluster refuses it
     */
    public AdminOutcome administer(AdminAct act) {
        return injector.administer(act);
    }

    /** What administrators do, by hand. */
    public ClusterAdmin admin() {
        return new ClusterAdmin(this);
    }

    /** Let this one do faults of clients from now on; it takes the place of the one before. */
    public void stage(ClientStage clients) {
        injector.stage(clients);
    }

    /** Where recording clients write now; the cluster's own events go there too. */
    public Recorder recorder() {
        return bridge.recorder();
    }

    /** What the current recorder has so far. */
    public History history() {
        return bridge.recorder().history();
    }

    /** Begin a new, empty history (for the next test on this cluster) and return its recorder. */
    public Recorder startHistory() {
        return startHistory(new Recorder());
    }

    /**
     * Let the cluster's events go to this recorder from now on, and return it. It begins with the brokers
     * and leaders of this moment.
     */
    public Recorder startHistory(Recorder recorder) {
        bridge.recordInto(recorder, running, InstantSource.system().instant());
        return recorder;
    }

    /** The port underneath, for tools that pull levers of their own. */
    public RunningCluster running() {
        if (closed.get()) {
            throw Complaints.closed();
        }
        return running;
    }

    /** Whether it was not closed yet. */
    public boolean isRunning() {
        return !closed.get();
    }

    /** Pull a lever by hand; {@link #heal} undoes it. */
    public void pull(Lever lever) {
        injector.pull(lever);
    }

    List<Endpoint> ends(Target target) {
        return injector.ends(target, spec.seed());
    }

    /** Whether its engine can make it as good as new. */
    boolean isRenewable() {
        return engine.renews() && !closed.get();
    }

    Engine handle() {
        return engine;
    }

    /** What pulls its levers. */
    FaultInjector injector() {
        return injector;
    }

    /** Let go of what runs, without stopping it: from now on this object is closed. */
    RunningCluster retire() {
        RunningCluster kept = running();
        closed.set(true);
        injector.close();
        return kept;
    }

    /** Stop everything. Idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            injector.close();
            running.close();
        }
    }

    @Override
    public String toString() {
        return "cluster of " + spec.brokers() + " on " + engine.name() + ", seed " + spec.seed();
    }
}
