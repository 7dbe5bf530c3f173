/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import com.yammer.metrics.core.MetricsRegistry;
import io.kafkatrial.engine.embedded.loop.Loop;
import io.kafkatrial.engine.embedded.loop.LoopTime;
import java.lang.reflect.Constructor;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.LogContext;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime;
import org.apache.kafka.coordinator.group.GroupConfigManager;
import org.apache.kafka.coordinator.group.GroupCoordinator;
import org.apache.kafka.coordinator.group.GroupCoordinatorConfig;
import org.apache.kafka.coordinator.group.GroupCoordinatorRecordSerde;
import org.apache.kafka.coordinator.group.GroupCoordinatorService;
import org.apache.kafka.coordinator.group.GroupCoordinatorShard;
import org.apache.kafka.coordinator.group.metrics.GroupCoordinatorMetrics;
import org.apache.kafka.server.share.persister.Persister;
import org.apache.kafka.server.util.PartitionMetadataClient;
import org.apache.kafka.server.util.timer.Timer;

/**
 * Puts Kafka's group coordinator together on the parts of a loop.
 *
 * <p>Kafka's public builder always starts event threads. The service's other constructor takes a runtime
 * that brings its own event processor, but is visible in its package only. It is called by reflection,
 * with class literals for its signature: these follow when the Kafka jars are relocated, and a changed
 * signature shows in the first test that builds a coordinator. A factory class of ours in Kafka's package
 * would do without reflection, but makes a split package, which a module path forbids, and hides a class
 * of the harness among Kafka's.
 */
final class CoordinatorAssembly {

    private static final Class<?>[] SIGNATURE = {
        LogContext.class,
        GroupCoordinatorConfig.class,
        CoordinatorRuntime.class,
        GroupCoordinatorMetrics.class,
        GroupConfigManager.class,
        Persister.class,
        Timer.class,
        PartitionMetadataClient.class,
        Optional.class,
        Time.class
    };

    private final GroupSettings settings;
    private final Loop loop;
    private final Outside outside;

    /** What the coordinator writes to, reads from and asks. */
    record Outside(LogWriter writer, LogLoader loader, GroupPorts ports) {}

    CoordinatorAssembly(GroupSettings settings, Loop loop, Outside outside) {
        this.settings = settings;
        this.loop = loop;
        this.outside = outside;
    }

    /** A coordinator that is not started yet. */
    Coordinator build() {
        LiveConfig live = settings.live();
        GroupCoordinatorConfig config = settings.parsed(live);
        Parts parts = new Parts(
                new LogContext("[GroupCoordinator id=" + settings.brokerId() + "] "),
                config,
                settings.groupConfigs(config),
                // Neither registers with JMX: that would need a reporter.
                new GroupCoordinatorMetrics(new MetricsRegistry(), new Metrics()),
                new LoopTimer(loop),
                new LoopTime(loop.clock()));
        GroupWatch watch = new GroupWatch(outside.ports().states());
        CoordinatorRuntime<GroupCoordinatorShard, CoordinatorRecord> runtime = runtime(parts, watch);
        GroupCoordinator service = service(parts, runtime);
        return new Coordinator(service, parts.groupConfigs, config, live, new MetadataUpdates(service, runtime), watch);
    }

    private CoordinatorRuntime<GroupCoordinatorShard, CoordinatorRecord> runtime(Parts parts, GroupWatch watch) {
        return new CoordinatorRuntime.Builder<GroupCoordinatorShard, CoordinatorRecord>()
                .withTime(parts.time)
                .withTimer(parts.timer)
                .withLogPrefix("GroupCoordinator id=" + settings.brokerId())
                .withLogContext(parts.logContext)
                .withEventProcessor(new LoopEvents(loop, watch::look))
                .withPartitionWriter(outside.writer)
                .withLoader(outside.loader)
                .withCoordinatorShardBuilderSupplier(() -> new WatchedShards(
                        new GroupCoordinatorShard.Builder(parts.config, parts.groupConfigs)
                                .withAuthorizerPlugin(Optional.empty()),
                        watch))
                .withWriteTimeout(Duration.ofMillis(parts.config.offsetCommitTimeoutMs()))
                .withCoordinatorRuntimeMetrics(new SilentMetrics())
                .withCoordinatorMetrics(parts.metrics)
                .withSerializer(new GroupCoordinatorRecordSerde())
                .withCompression(Compression.of(parts.config.offsetTopicCompressionType())
                        .build())
                .withAppendLingerMs(parts.config.appendLingerMs())
                .withExecutorService(new LoopExecutor(loop))
                .withCachedBufferMaxBytesSupplier(parts.config::cachedBufferMaxBytes)
                .build();
    }

    private GroupCoordinator service(
            Parts parts, CoordinatorRuntime<GroupCoordinatorShard, CoordinatorRecord> runtime) {
        try {
            Constructor<GroupCoordinatorService> constructor =
                    GroupCoordinatorService.class.getDeclaredConstructor(SIGNATURE);
            constructor.setAccessible(true);
            return constructor.newInstance(
                    parts.logContext,
                    parts.config,
                    runtime,
                    parts.metrics,
                    parts.groupConfigs,
                    outside.ports.shares(),
                    parts.timer,
                    outside.ports.ends(),
                    Optional.empty(),
                    parts.time);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException(
                    "this version of Kafka's group coordinator is not the one the harness was built for", changed);
        }
    }

    /** Kafka's coordinator, what it reads its settings from, and how it learns of metadata. */
    record Coordinator(
            GroupCoordinator service,
            GroupConfigManager groupConfigs,
            GroupCoordinatorConfig config,
            LiveConfig live,
            MetadataUpdates metadata,
            GroupWatch watch) {}

    private record Parts(
            LogContext logContext,
            GroupCoordinatorConfig config,
            GroupConfigManager groupConfigs,
            GroupCoordinatorMetrics metrics,
            LoopTimer timer,
            LoopTime time) {}
}
