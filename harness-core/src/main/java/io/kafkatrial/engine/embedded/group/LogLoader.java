/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import io.kafkatrial.engine.embedded.loop.Loop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.coordinator.common.runtime.CoordinatorLoader;
import org.apache.kafka.coordinator.common.runtime.CoordinatorPlayback;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.common.runtime.Deserializer;

/** Loads a coordinator's state from its log, a chunk in each task of the loop. Confined to the loop. */
final class LogLoader implements CoordinatorLoader<CoordinatorRecord> {

    private final Source source;
    private final Map<Integer, Load> loads = new HashMap<>();

    /**
     * What is loaded.
     *
     * @param serde of the coordinator's records, asked for with the first load
     */
    record Source(CoordinatorLog log, Loop loop, Supplier<Deserializer<CoordinatorRecord>> serde) {}

    LogLoader(Source source) {
        this.source = source;
    }

    @Override
    public CompletableFuture<LoadSummary> load(
            TopicPartition partition, CoordinatorPlayback<CoordinatorRecord> playback) {
        Load load = new Load(partition.partition(), source, playback);
        loads.put(partition.partition(), load);
        load.start();
        return load.done().whenComplete((summary, error) -> loads.remove(partition.partition(), load));
    }

    /**
     * Stop a load whose leadership is over. Kafka's coordinator takes any end of a load for that of its
     * latest one, so an old load must not end after a new one has begun.
     */
    void cancel(int partition) {
        Load load = loads.remove(partition);
        if (load != null) {
            load.fail(new CancellationException("no longer the leader"));
        }
    }

    @Override
    public void close() {
        List.copyOf(loads.keySet()).forEach(this::cancel);
    }
}
