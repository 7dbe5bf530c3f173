/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.RunningCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The final read: everything that lies in the topics of a trial.
 *
 * <p>To be done when all faults are healed and all producers closed. It reads
 * <ol>
 *   <li>each log from its start to its end, aborted records included, by a plain consumer without a group. The end of a
 *       partition counts as proved when, after reading up to it, the broker still names the same end; only then is it
 *       recorded as drained. A partition that cannot be read in time is left undrained, and the verdict over it vacuous;
 *   <li>the same as a reader of committed records, if the trial had transactions: what that one is not handed out is
 *       recorded as hidden;
 *   <li>the log of each replica, past the brokers, where the engine lets it: for {@value Replicas#RECORDS_MAX} records at
 *       most over all replicas.
 * </ol>
 *
 * <p>Confined to the caller's thread.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class Drain {

    private final Trail trail;
    private final Connection connection;
    private final Optional<RunningCluster> cluster;

    /**
     * Read by {@code connection} and write to {@code trail}.
     *
     * @param connection what every client needs to connect: {@code bootstrap.servers} at least
     */
    public Drain(Trail trail, Map<String, Object> connection) {
        this(trail, connection, Optional.empty());
    }

    /**
     * The same, and read the logs of single replicas too.
     *
     * @param cluster whose replicas can be read past the brokers
     */
    public Drain(Trail trail, Map<String, Object> connection, Optional<RunningCluster> cluster) {
        this.trail = requireNonNull(trail, "trail");
        this.connection = new Connection(connection, trail);
        this.cluster = requireNonNull(cluster, "cluster");
    }

    /**
     * Read the topics to their ends.
     *
     * @return one sentence for each thing that could not be read to its end; empty if all was
     */
    public List<String> read(Collection<String> topics, Duration bound) {
        if (topics.isEmpty()) {
            return List.of();
        }
        FinalRead read = new FinalRead(trail, trail.clock().millis() + bound.toMillis());
        List<String> missing = new ArrayList<>();
        try {
            List<TopicPartition> partitions;
            try (Consumer<byte[], byte[]> consumer = connection.reader("read_uncommitted")) {
                partitions = partitions(consumer, new TreeSet<>(topics), missing, bound);
                if (trail.identifiesByPlace() && cluster.isPresent()) {
                    read.logs(cluster.get(), partitions, missing);
                } else {
                    read.everything(consumer, partitions, missing);
                }
            }
            if (trail.hadTransactions() && !partitions.isEmpty()) {
                try (Consumer<byte[], byte[]> consumer = connection.reader("read_committed")) {
                    read.committed(consumer, partitions, missing);
                }
            }
            cluster.ifPresent(running -> new Replicas(trail, running).read(partitions, read.records()));
            read.ends(cluster);
            return missing;
        } catch (KafkaException failed) {
            missing.add("the final read of " + String.join(", ", topics) + " failed: " + Calls.describe(failed));
            return missing;
        }
    }

    private static List<TopicPartition> partitions(
            Consumer<?, ?> consumer, Collection<String> topics, List<String> missing, Duration bound) {
        var known = consumer.listTopics(bound);
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            var infos = known.get(topic);
            if (infos == null) {
                missing.add("topic " + topic + " is gone and cannot be read");
            } else {
                infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            }
        }
        return partitions;
    }
}
