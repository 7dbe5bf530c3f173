/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import io.kafkatrial.history.RecordId;
import io.kafkatrial.history.RecordMark;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whose the marks on records are: the lanes of one trial, those of its own process and those of others it has read of.
 * Safe for use by several threads.
 */
final class Marks {

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Map<Long, String> lanes = new ConcurrentHashMap<>();
    private final Set<Long> inPart = ConcurrentHashMap.newKeySet();
    private final Set<RecordId> parts = ConcurrentHashMap.newKeySet();
    private volatile boolean counted;

    /** From now on, give lanes the numbers that only this process understands. */
    void count() {
        counted = true;
    }

    /** Give a lane its number. */
    long give(String lane) {
        long number = counted ? NUMBERS.incrementAndGet() : RecordMark.ofLane(lane);
        lanes.put(number, lane);
        return number;
    }

    /** Take a lane of another process for one of this trial. */
    void adopt(String lane) {
        lanes.put(RecordMark.ofLane(lane), lane);
    }

    /** Take this record of another process for one of this trial, and what else its lane sent only if told so too. */
    void adopt(RecordId id) {
        long number = RecordMark.ofLane(id.producer());
        inPart.add(number);
        parts.add(id);
        lanes.put(number, id.producer());
    }

    /** Whether only some records of the lane of this number are of this trial. */
    boolean isInPart(long number) {
        return !inPart.isEmpty() && inPart.contains(number);
    }

    /** Who the record with this mark is, as far as this trial knows it. */
    Optional<RecordId> own(Optional<RecordMark> mark) {
        if (mark.isEmpty()) {
            return Optional.empty();
        }
        String lane = lanes.get(mark.get().lane());
        if (lane == null) {
            return Optional.empty();
        }
        RecordId id = new RecordId(lane, mark.get().sequence());
        return inPart.contains(mark.get().lane()) && !parts.contains(id) ? Optional.empty() : Optional.of(id);
    }
}
