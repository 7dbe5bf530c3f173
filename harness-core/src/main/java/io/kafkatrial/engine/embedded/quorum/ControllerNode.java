/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.embedded.loop.GuestLoop;
import io.kafkatrial.engine.embedded.loop.LoopClock;
import io.kafkatrial.engine.embedded.loop.LoopTime;
import io.kafkatrial.engine.embedded.raft.RaftDisk;
import io.kafkatrial.engine.embedded.raft.RaftSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.LogContext;
import org.apache.kafka.controller.Controller;
import org.apache.kafka.controller.QuorumController;
import org.apache.kafka.controller.QuorumFeatures;
import org.apache.kafka.controller.metrics.QuorumControllerMetrics;
import org.apache.kafka.metadata.KafkaConfigSchema;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.placement.StripedReplicaPlacer;
import org.apache.kafka.raft.Batch;
import org.apache.kafka.raft.LeaderAndEpoch;
import org.apache.kafka.server.common.ApiMessageAndVersion;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.kafka.server.config.ServerTopicConfigSynonyms;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.jspecify.annotations.Nullable;

/**
 * One life of a controller, from start to crash or stop: Apache Kafka's {@code QuorumController} on its own
 * thread, and its voter on the loop it shares with the others. Registers no metrics anywhere. Safe for use
 * by several threads.
 */
final class ControllerNode {

    /**
     * What the controller knows of configuration keys. Of a broker's only those of its logs, as the
     * declaration of all of them needs libraries we do without: the controller then takes no other key of
     * a broker for a list or a secret.
     */
    static final KafkaConfigSchema CONFIG_SCHEMA = new KafkaConfigSchema(
            Map.of(
                    ConfigResource.Type.BROKER,
                    LogConfig.SERVER_CONFIG_DEF,
                    ConfigResource.Type.TOPIC,
                    LogConfig.configDefCopy()),
            ServerTopicConfigSynonyms.ALL_TOPIC_CONFIG_SYNONYMS);

    private static final long MAX_FENCE_CHECK_MS = 25;

    private final int id;
    private final Surroundings shared;
    private final Time time;
    private final GuestLoop loop;
    private final MetadataVoter voter;
    private final VoterRaftClient raftClient;
    private final QuorumController controller;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile @Nullable Freeze freeze;

    /** The parts a controller shares with the rest of its quorum. */
    record Surroundings(
            QuorumSettings settings, Seed seed, QuorumWires wires, MetadataVoter.Peers peers, FatalErrors faults) {}

    /** Who is told of a controller's log besides the controller. */
    interface Onlooker {
        void committed(List<Batch<ApiMessageAndVersion>> batches);

        void leaderChanged(int controller, LeaderAndEpoch leader);
    }

    ControllerNode(int id, RaftDisk<ApiMessageAndVersion> disk, Surroundings shared, Onlooker onlooker)
            throws Exception {
        this.id = id;
        this.shared = shared;
        LoopClock clock = shared.wires().clocks().apply(id);
        this.time = new LoopTime(clock);
        this.loop = new GuestLoop(shared.wires().loop(), clock);
        QuorumSettings settings = shared.settings();
        RaftSettings raft = settings.raft(id);
        this.voter = new MetadataVoter(
                raft,
                disk,
                shared.seed().random()::nextInt,
                new MetadataVoter.Place(loop, shared.wires().transport(), shared.peers(), shared.faults()));
        this.raftClient = new VoterRaftClient(
                voter,
                raft,
                new VoterRaftClient.Audience(onlooker::committed, leader -> leaderChanged(leader, onlooker)));
        this.controller = build(settings);
    }

    private void leaderChanged(LeaderAndEpoch leader, Onlooker onlooker) {
        onlooker.leaderChanged(id, leader);
        if (leader.leaderId().isPresent()) {
            ready.complete(null);
        }
    }

    private QuorumController build(QuorumSettings settings) throws Exception {
        return new QuorumController.Builder(id, settings.clusterId())
                .setTime(time)
                .setThreadNamePrefix("kafka-trial-controller-" + id + "-")
                .setLogContext(new LogContext("[controller " + id + "] "))
                .setRaftClient(raftClient)
                .setFatalFaultHandler(shared.faults())
                .setNonFatalFaultHandler(shared.faults())
                .setQuorumFeatures(new QuorumFeatures(
                        id, QuorumFeatures.defaultSupportedFeatureMap(false), settings.controllers()))
                .setBootstrapMetadata(bootstrap(settings))
                .setConfigSchema(CONFIG_SCHEMA)
                .setConfigurationValidator(new ConfigRules(settings.staticConfig()))
                .setStaticConfig(new HashMap<>(settings.staticConfig()))
                .setDefaultReplicationFactor((short) settings.defaultReplicationFactor())
                .setDefaultNumPartitions(settings.defaultPartitions())
                .setReplicaPlacer(new StripedReplicaPlacer(shared.seed().random()))
                .setSessionTimeoutNs(TimeUnit.MILLISECONDS.toNanos(settings.sessionTimeoutMs()))
                .setFenceStaleBrokerIntervalNs(fenceCheckNanos(settings.sessionTimeoutMs()))
                .setLeaderImbalanceCheckIntervalNs(leaderImbalanceCheckNanos(settings))
                .setUncleanLeaderElectionCheckIntervalMs(uncleanElectionCheckMs(settings))
                .setMetrics(new QuorumControllerMetrics(
                        Optional.empty(), time, Math.toIntExact(settings.sessionTimeoutMs())))
                .build();
    }

    int id() {
        return id;
    }

    Time time() {
        return time;
    }

    Controller controller() {
        return controller;
    }

    MetadataVoter voter() {
        return voter;
    }

    /** Done when this controller knows who leads, or leads. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    /** Take part; {@code campaign} to stand for election at once. */
    void begin(boolean campaign) {
        shared.wires().transport().join(Endpoint.controller(id), loop);
        voter.begin(raftClient, campaign);
    }

    /** Freeze the process: its messages and its thread. */
    void pause() {
        loop.pause();
        Freeze hold = new Freeze();
        freeze = hold;
        raftClient.hold(hold);
        hold.awaitHeld();
    }

    void resume() {
        loop.resume();
        thaw();
    }

    private void thaw() {
        Freeze hold = freeze;
        if (hold != null) {
            freeze = null;
            hold.release();
        }
    }

    /** Kill the process: nothing of it is seen or heard any more. */
    void kill() {
        loop.kill();
        shared.wires().transport().leave(Endpoint.controller(id));
        raftClient.close();
        controller.beginShutdown();
        thaw();
    }

    /** Wait until the thread is gone; keeps an interrupt for the caller. */
    void awaitEnd() {
        boolean interrupted = false;
        while (true) {
            try {
                controller.close();
                break;
            } catch (InterruptedException waitOn) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static BootstrapMetadata bootstrap(QuorumSettings settings) {
        BootstrapMetadata levels = BootstrapMetadata.fromVersions(
                MetadataVersion.LATEST_PRODUCTION, FeatureLevels.of(settings.staticConfig()), "kafka-trial");
        if (settings.firstRecords().isEmpty()) {
            return levels;
        }
        List<ApiMessageAndVersion> all = new ArrayList<>(levels.records());
        all.addAll(settings.firstRecords());
        return BootstrapMetadata.fromRecords(all, "kafka-trial");
    }

    /** A dead broker is found at most this long after its session; Kafka checks every eighth of a session. */
    private static long fenceCheckNanos(long sessionTimeoutMs) {
        return TimeUnit.MILLISECONDS.toNanos(Math.max(1, Math.min(MAX_FENCE_CHECK_MS, sessionTimeoutMs / 8)));
    }

    private static OptionalLong leaderImbalanceCheckNanos(QuorumSettings settings) {
        Map<String, String> config = settings.staticConfig();
        if (!Boolean.parseBoolean(config.getOrDefault("auto.leader.rebalance.enable", "true"))) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                TimeUnit.SECONDS.toNanos(settings.number("leader.imbalance.check.interval.seconds", 300)));
    }

    private static long uncleanElectionCheckMs(QuorumSettings settings) {
        return settings.number("unclean.leader.election.interval.ms", 300_000);
    }
}
