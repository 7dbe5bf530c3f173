/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.coordinator.group.Group;
import org.apache.kafka.coordinator.group.GroupCoordinatorShard;
import org.apache.kafka.coordinator.group.GroupMetadataManager;
import org.apache.kafka.coordinator.group.classic.ClassicGroup;
import org.apache.kafka.coordinator.group.modern.ModernGroup;
import org.apache.kafka.timeline.SnapshotRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Tells how the states of groups change: looks at the groups of a partition whenever the coordinator has dealt with
 * an event of that partition. Kafka's coordinator has nobody it would tell, and a state that a group passes through
 * within one event is not to be seen; where the rules of classic groups leave one way only from the state before, the
 * states on it are told all the same. Confined to the loop.
 */
final class GroupWatch {

    private static final String EMPTY = "Empty";
    private static final String STABLE = "Stable";
    private static final String PREPARING = "PreparingRebalance";
    private static final String COMPLETING = "CompletingRebalance";

    private record State(String name, int generation, boolean classic) {}

    private final GroupStateListener listener;
    private final Map<TopicPartition, GroupMetadataManager> shards = new HashMap<>();
    private final Map<TopicPartition, Map<String, State>> told = new HashMap<>();

    GroupWatch(GroupStateListener listener) {
        this.listener = listener;
    }

    /** The coordinator takes over a partition. */
    void watch(TopicPartition partition, GroupCoordinatorShard shard) {
        shards.put(partition, groups(shard));
        told.remove(partition);
    }

    /** The coordinator gave a partition up. */
    void forget(TopicPartition partition) {
        shards.remove(partition);
        told.remove(partition);
    }

    private static GroupMetadataManager groups(GroupCoordinatorShard shard) {
        try {
            Field field = GroupCoordinatorShard.class.getDeclaredField("groupMetadataManager");
            field.setAccessible(true);
            return (GroupMetadataManager) field.get(shard);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException(
                    "this version of Kafka's group coordinator is not the one the harness was built for", changed);
        }
    }

    /** The coordinator has dealt with something about this partition. */
    void look(@Nullable TopicPartition partition) {
        GroupMetadataManager groups = shards.get(partition);
        if (groups == null || partition == null) {
            return;
        }
        var listed = groups.listGroups(Set.of(), Set.of(), SnapshotRegistry.LATEST_EPOCH);
        Map<String, State> before = told.computeIfAbsent(partition, p -> new HashMap<>());
        if (listed.isEmpty() && before.isEmpty()) {
            return;
        }
        Map<String, State> now = new LinkedHashMap<>();
        listed.forEach(group -> now.put(group.groupId(), state(groups, group.groupId(), group.groupState())));
        now.forEach((group, state) -> {
            State old = before.put(group, state);
            if (!state.equals(old)) {
                way(old, state).forEach(step -> listener.changed(group, step.name, step.generation));
            }
        });
        before.entrySet().removeIf(entry -> {
            if (now.containsKey(entry.getKey())) {
                return false;
            }
            listener.changed(entry.getKey(), "Dead", entry.getValue().generation);
            return true;
        });
    }

    private static State state(GroupMetadataManager groups, String id, String listed) {
        try {
            Group group = groups.group(id);
            if (group instanceof ClassicGroup classic) {
                return new State(classic.stateAsString(), classic.generationId(), true);
            } else if (group instanceof ModernGroup<?> modern) {
                return new State(listed, modern.groupEpoch(), false);
            }
        } catch (GroupIdNotFoundException gone) {
            // the next look sees it
        }
        return new State(listed, 0, false);
    }

    /** How a group came from one state to the other. */
    private static List<State> way(@Nullable State old, State next) {
        boolean loaded = old == null && !next.name.equals(COMPLETING);
        if (!next.classic || loaded) {
            return List.of(next);
        }
        State from = old == null ? new State(EMPTY, next.generation - 1, true) : old;
        List<State> steps = new ArrayList<>();
        if (!next.name.equals(PREPARING) && !from.name.equals(PREPARING) && from.generation != next.generation) {
            steps.add(new State(PREPARING, from.generation, true));
        }
        if (next.name.equals(STABLE) && (!from.name.equals(COMPLETING) || from.generation != next.generation)) {
            steps.add(new State(COMPLETING, next.generation, true));
        }
        steps.add(next);
        return steps;
    }
}
