/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.app;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TopicSpec;
import io.kafkatrial.history.Event;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** How far readers are, by the logs of the leaders and by what was recorded. Stateless. */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class Readers {

    private Readers() {}

    /** Who reads, and what of each topic. */
    private record Reading(String reader, String topic) {}

    /** What readers have not read yet, in words; empty if all of them have read everything, and there is one. */
    public static Optional<String> unread(Cluster cluster) {
        Map<PartitionId, Long> lasts = lasts(cluster);
        Map<Reading, Map<Integer, Long>> nexts = nexts(cluster);
        if (nexts.isEmpty()) {
            return Optional.of("nobody has read anything");
        }
        for (Map.Entry<Reading, Map<Integer, Long>> reading : nexts.entrySet()) {
            String topic = reading.getKey().topic();
            for (Map.Entry<PartitionId, Long> last : lasts.entrySet()) {
                long next = reading.getValue().getOrDefault(last.getKey().partition(), 0L);
                if (last.getKey().topic().equals(topic) && next <= last.getValue()) {
                    return Optional.of(reading.getKey().reader() + " is at offset " + next + " of " + last.getKey()
                            + ", whose last record is at " + last.getValue());
                }
            }
        }
        return Optional.empty();
    }

    /** The place of the last record of each partition that has one. */
    private static Map<PartitionId, Long> lasts(Cluster cluster) {
        RunningCluster running = cluster.running();
        Map<PartitionId, Long> lasts = new TreeMap<>(Comparator.comparing(PartitionId::toString));
        for (TopicSpec topic : cluster.spec().topics()) {
            for (int number = 0; number < topic.partitions(); number++) {
                PartitionId partition = new PartitionId(topic.name(), number);
                long last = last(running, partition);
                if (last >= 0) {
                    lasts.put(partition, last);
                }
            }
        }
        return lasts;
    }

    private static long last(RunningCluster running, PartitionId partition) {
        AtomicLong last = new AtomicLong(-1);
        running.partition(partition)
                .filter(view -> view.leader().isPresent())
                .ifPresent(view -> running.replicaLog(view.leader().getAsInt(), partition, record -> {
                    if (!record.batch().control()) {
                        last.set(record.offset());
                    }
                }));
        return last.get();
    }

    /** What each group, or reader without a group, reads next of each partition. */
    private static Map<Reading, Map<Integer, Long>> nexts(Cluster cluster) {
        Map<Reading, Map<Integer, Long>> nexts = new HashMap<>();
        for (Event event : cluster.history().events()) {
            if (event instanceof Event.Polled polled) {
                String reader = polled.group().map(group -> "group " + group).orElse(polled.consumer());
                note(nexts, new Reading(reader, polled.topic()), polled.partition(), polled.offset() + 1);
            } else if (event instanceof Event.GroupOffset offset) {
                Reading reading = new Reading("group " + offset.group(), offset.topic());
                note(nexts, reading, offset.partition(), offset.offset());
            }
        }
        return nexts;
    }

    private static void note(Map<Reading, Map<Integer, Long>> nexts, Reading reading, int partition, long next) {
        nexts.computeIfAbsent(reading, key -> new HashMap<>()).merge(partition, next, Math::max);
    }

    /** How much was read and committed so far: grows as long as somebody reads. */
    static long progress(Cluster cluster) {
        return cluster.history().events().stream()
                .filter(event -> event instanceof Event.Polled || event instanceof Event.GroupOffset)
                .count();
    }
}
