/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.ReplicaLog;
import io.kafkatrial.engine.ReplicaRecord;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.RecordId;
import java.util.Collection;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads what lies in the log of each replica, past its broker: by this a record that the brokers lost is told from one
 * that only readers did not get, and replicas that differ are found. Confined to the caller's thread.
 */
final class Replicas {

    /** A scan of more would cost more than the trial did. */
    static final long RECORDS_MAX = 300_000;

    private final Trail trail;
    private final RunningCluster cluster;

    Replicas(Trail trail, RunningCluster cluster) {
        this.trail = trail;
        this.cluster = cluster;
    }

    /**
     * Read all replicas of these partitions, unless there is too much in them.
     *
     * @param records how many there are in the leaders' logs
     */
    void read(Collection<TopicPartition> partitions, long records) {
        if (records * cluster.brokers().size() > RECORDS_MAX) {
            return;
        }
        for (TopicPartition partition : partitions) {
            PartitionId id = new PartitionId(partition.topic(), partition.partition());
            cluster.partition(id)
                    .map(PartitionView::replicas)
                    .ifPresent(replicas -> replicas.forEach(broker -> {
                        Optional<ReplicaLog> log = cluster.replicaLog(broker, id, record -> found(broker, id, record));
                        log.ifPresent(span -> trail.record(at -> new Event.ReplicaRead(
                                at,
                                broker,
                                id.topic(),
                                id.partition(),
                                span.startOffset(),
                                span.endOffset(),
                                span.highWatermark())));
                    }));
        }
    }

    private void found(int broker, PartitionId place, ReplicaRecord record) {
        if (record.batch().control()) {
            return;
        }
        Optional<RecordId> id = trail.identify(place, record);
        trail.record(at -> new Event.ReplicaFound(at, broker, place.topic(), place.partition(), record.offset(), id));
        if (record.isDamaged() && id.isPresent()) {
            trail.record(at -> new Event.Damaged(
                    at,
                    "replica of broker " + broker,
                    id.get(),
                    place.topic(),
                    place.partition(),
                    record.offset(),
                    "key or value"));
        }
    }
}
