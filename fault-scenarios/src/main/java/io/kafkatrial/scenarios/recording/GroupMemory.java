/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/**
 * What a trial knows of groups beside its events: what they committed last, and which of them may have committed before
 * it began. By this a consumer that begins somewhere else than its group left off is told from one that goes on. Safe
 * for use by several threads.
 */
final class GroupMemory {

    private record Place(String group, TopicPartition partition) {}

    private final Map<Place, Long> committed = new ConcurrentHashMap<>();
    private final Set<String> older = ConcurrentHashMap.newKeySet();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private volatile boolean allOlder;
    private volatile Function<TopicPartition, OptionalLong> logStarts = partition -> OptionalLong.empty();

    /** These groups were used before; {@code all} if any may have been. */
    void older(Set<String> groups, boolean all) {
        older.addAll(groups);
        allOlder = all;
    }

    /** Where logs begin now, past every fault; empty where nobody knows. */
    void logStarts(Function<TopicPartition, OptionalLong> source) {
        logStarts = source;
    }

    OptionalLong logStart(TopicPartition partition) {
        return logStarts.apply(partition);
    }

    void uses(String group) {
        seen.add(group);
    }

    /** The groups of this trial, those before it included. */
    Set<String> seen() {
        Set<String> all = ConcurrentHashMap.newKeySet();
        all.addAll(seen);
        all.addAll(older);
        return all;
    }

    void committed(String group, TopicPartition partition, long offset) {
        committed.put(new Place(group, partition), offset);
    }

    /** An administrator set or erased it. */
    void forget(String group, TopicPartition partition) {
        committed.remove(new Place(group, partition));
    }

    /** Where this group has committed. */
    List<TopicPartition> places(String group) {
        return committed.keySet().stream()
                .filter(place -> place.group().equals(group))
                .map(Place::partition)
                .toList();
    }

    OptionalLong committed(String group, TopicPartition partition) {
        Long offset = committed.get(new Place(group, partition));
        return offset == null ? OptionalLong.empty() : OptionalLong.of((long) offset);
    }

    /** Whether everything this group ever committed is known here. */
    boolean isWhollyKnown(String group) {
        return !allOlder && !older.contains(group);
    }
}
