/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.LogContext;
import org.apache.kafka.coordinator.common.runtime.CoordinatorExecutor;
import org.apache.kafka.coordinator.common.runtime.CoordinatorMetrics;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.common.runtime.CoordinatorShardBuilder;
import org.apache.kafka.coordinator.common.runtime.CoordinatorTimer;
import org.apache.kafka.coordinator.group.GroupCoordinatorShard;
import org.apache.kafka.timeline.SnapshotRegistry;
import org.jspecify.annotations.Nullable;

/** Kafka's builder of the coordinator of one partition, which shows what it builds to the {@link GroupWatch}. */
final class WatchedShards implements CoordinatorShardBuilder<GroupCoordinatorShard, CoordinatorRecord> {

    private final CoordinatorShardBuilder<GroupCoordinatorShard, CoordinatorRecord> builder;
    private final GroupWatch watch;
    private @Nullable TopicPartition partition;

    WatchedShards(CoordinatorShardBuilder<GroupCoordinatorShard, CoordinatorRecord> builder, GroupWatch watch) {
        this.builder = builder;
        this.watch = watch;
    }

    @Override
    public WatchedShards withSnapshotRegistry(SnapshotRegistry registry) {
        builder.withSnapshotRegistry(registry);
        return this;
    }

    @Override
    public WatchedShards withLogContext(LogContext context) {
        builder.withLogContext(context);
        return this;
    }

    @Override
    public WatchedShards withTime(Time time) {
        builder.withTime(time);
        return this;
    }

    @Override
    public WatchedShards withTimer(CoordinatorTimer<CoordinatorRecord> timer) {
        builder.withTimer(timer);
        return this;
    }

    @Override
    public WatchedShards withExecutor(CoordinatorExecutor<CoordinatorRecord> executor) {
        builder.withExecutor(executor);
        return this;
    }

    @Override
    public WatchedShards withCoordinatorMetrics(CoordinatorMetrics metrics) {
        builder.withCoordinatorMetrics(metrics);
        return this;
    }

    @Override
    public WatchedShards withTopicPartition(TopicPartition of) {
        partition = of;
        builder.withTopicPartition(of);
        return this;
    }

    @Override
    public GroupCoordinatorShard build() {
        GroupCoordinatorShard shard = builder.build();
        if (partition != null) {
            watch.watch(partition, shard);
        }
        return shard;
    }
}
