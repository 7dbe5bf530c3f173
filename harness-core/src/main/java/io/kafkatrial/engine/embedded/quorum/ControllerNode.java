/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import io.kafkatrial.engine.embedded.loop.LoopClock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.kafka.server.config.ServerTopicConfigSynonyms;
import org.apache.kafka.server.fault.FaultHandler;
import org.apache.kafka.storage.internals.log.LogConfig;

/**
 * One controller: Apache Kafka's {@code QuorumController} and what it stands on. Registers no metrics
 * anywhere. Safe for use by several threads.
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
    private final Time time;
    private final QuorumController controller;

    /** The parts a controller shares with the rest of its quorum. */
    record Surroundings(QuorumSettings settings, Seed seed, RaftSeam seam, LoopClock clock, FaultHandler faults) {}

    ControllerNode(int id, Surroundings shared) throws Exception {
        this.id = id;
        this.time = new LoopTime(shared.clock());
        QuorumSettings settings = shared.settings();
        this.controller = new QuorumController.Builder(id, settings.clusterId())
                .setTime(time)
                .setThreadNamePrefix("kafka-trial-controller-" + id + "-")
                .setLogContext(new LogContext("[controller " + id + "] "))
                .setRaftClient(new SeamRaftClient(shared.seam(), id))
                .setFatalFaultHandler(shared.faults())
                .setNonFatalFaultHandler(shared.faults())
                .setQuorumFeatures(new QuorumFeatures(
                        id, QuorumFeatures.defaultSupportedFeatureMap(false), settings.controllers()))
                .setBootstrapMetadata(bootstrap())
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

    /** Stop taking requests. */
    void beginShutdown() {
        controller.beginShutdown();
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

    private static BootstrapMetadata bootstrap() {
        MetadataVersion version = MetadataVersion.LATEST_PRODUCTION;
        Map<String, Short> levels = new HashMap<>();
        for (Feature feature : Feature.PRODUCTION_FEATURES) {
            short level = feature.defaultLevel(version);
            if (level > 0) {
                levels.put(feature.featureName(), level);
            }
        }
        return BootstrapMetadata.fromVersions(version, levels, "kafka-trial");
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
