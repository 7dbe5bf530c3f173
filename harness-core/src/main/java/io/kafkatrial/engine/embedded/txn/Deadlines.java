/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What happens when time has passed, earliest first. Confined to the loop. */
final class Deadlines {

    private final TreeMap<Long, List<Runnable>> waiting = new TreeMap<>();

    void at(long elapsedMs, Runnable action) {
        waiting.computeIfAbsent(elapsedMs, time -> new ArrayList<>(1)).add(action);
    }

    /** Do what is due. What that adds waits for the next call. */
    void runDue(long elapsedMs) {
        List<Runnable> due = new ArrayList<>();
        var past = waiting.headMap(elapsedMs, true);
        past.values().forEach(due::addAll);
        past.clear();
        due.forEach(Runnable::run);
    }

    OptionalLong next() {
        return waiting.isEmpty() ? OptionalLong.empty() : OptionalLong.of(waiting.firstKey());
    }
}
