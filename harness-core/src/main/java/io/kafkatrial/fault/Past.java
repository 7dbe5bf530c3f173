/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.PartitionId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What happened before somebody began to wait for it. Safe for use by several threads. */
final class Past {

    private final Function<String, Map<PartitionId, Long>> committed;
    private final Set<String> fired = ConcurrentHashMap.newKeySet();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();

    /**
     * The past of one plan.
     *
     * @param committed what a group has committed so far
     */
    Past(Function<String, Map<PartitionId, Long>> committed) {
        this.committed = committed;
    }

    Map<PartitionId, Long> committed(String group) {
        return committed.apply(group);
    }

    /** A fault of the plan fired. */
    void fired(String fault) {
        fired.add(fault);
    }

    /** A fault of the plan ended. */
    void ended(String fault) {
        ended.add(fault);
    }

    boolean hasFired(String fault) {
        return fired.contains(fault);
    }

    boolean hasEnded(String fault) {
        return ended.contains(fault);
    }
}
