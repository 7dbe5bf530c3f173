/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import io.kafkatrial.engine.embedded.loop.Loop;
import io.kafkatrial.engine.embedded.loop.LoopTime;
import java.time.Duration;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.internals.LogContext;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime;
import org.apache.kafka.coordinator.share.ShareCoordinator;
import org.apache.kafka.coordinator.share.ShareCoordinatorConfig;
import org.apache.kafka.coordinator.share.ShareCoordinatorRecordSerde;
import org.apache.kafka.coordinator.share.ShareCoordinatorService;
import org.apache.kafka.coordinator.share.ShareCoordinatorShard;
import org.apache.kafka.coordinator.share.metrics.ShareCoordinatorMetrics;

/** Puts Kafka's share coordinator together on the parts of a loop. */
final class ShareAssembly {

    private final GroupSettings settings;
    private final Loop loop;
    private final LogWriter writer;
    private final LogLoader loader;

    ShareAssembly(GroupSettings settings, Loop loop, LogWriter writer, LogLoader loader) {
        this.settings = settings;
        this.loop = loop;
        this.writer = writer;
        this.loader = loader;
    }

    /** A coordinator that is not started yet. */
    Coordinator build() {
        ShareCoordinatorConfig config = settings.shareCoordinator();
        LogContext logContext = new LogContext("[ShareCoordinator id=" + settings.brokerId() + "] ");
        LoopTime time = new LoopTime(loop.clock());
        LoopTimer timer = new LoopTimer(loop);
        ShareCoordinatorMetrics metrics = new ShareCoordinatorMetrics(new Metrics());
        var runtime = new CoordinatorRuntime.Builder<ShareCoordinatorShard, CoordinatorRecord>()
                .withTime(time)
                .withTimer(timer)
                .withLogPrefix("ShareCoordinator id=" + settings.brokerId())
                .withLogContext(logContext)
                .withEventProcessor(new LoopEvents(loop, partition -> {}))
                .withPartitionWriter(writer)
                .withLoader(loader)
                .withCoordinatorShardBuilderSupplier(() -> new ShareCoordinatorShard.Builder(config))
                .withWriteTimeout(Duration.ofMillis(config.shareCoordinatorWriteTimeoutMs()))
                .withCoordinatorRuntimeMetrics(new SilentMetrics())
                .withCoordinatorMetrics(metrics)
                .withSerializer(new ShareCoordinatorRecordSerde())
                .withCompression(Compression.of(config.shareCoordinatorStateTopicCompressionType())
                        .build())
                .withAppendLingerMs(config.shareCoordinatorAppendLingerMs())
                .withExecutorService(new LoopExecutor(loop))
                .withCachedBufferMaxBytesSupplier(config::shareCoordinatorCachedBufferMaxBytes)
                .build();
        return new Coordinator(
                new ShareCoordinatorService(logContext, config, runtime, metrics, time, timer, writer), runtime);
    }

    /** Kafka's coordinator and the runtime under it. */
    record Coordinator(
            ShareCoordinator service, CoordinatorRuntime<ShareCoordinatorShard, CoordinatorRecord> runtime) {}
}
