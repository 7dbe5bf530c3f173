/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.report.words.EventKinds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A history gathered for drawing: a bounded number of lanes, each with bounded marks however long the
 * history. Records are counted per column of the picture; changes of leaders and brokers are kept one by
 * one up to a limit. Confined to one rendering.
 */
final class Lanes {

    static final int COLUMNS = 480;
    static final int MOST_LANES = 12;
    static final int MOST_CHANGES = 400;

    /** What a column may count. */
    enum Count {
        ACKED,
        FAILED,
        UNKNOWN,
        POLLED,
        PROCESSED,
        FOUND
    }

    /** Counts per column. */
    static final class Density {

        private final Map<Count, int[]> counts = new EnumMap<>(Count.class);

        private void add(Count what, int column) {
            counts.computeIfAbsent(what, any -> new int[COLUMNS])[column]++;
        }

        int of(Count what, int column) {
            int[] columns = counts.get(what);
            return columns == null ? 0 : columns[column];
        }

        int sum(int column) {
            int sum = 0;
            for (int[] columns : counts.values()) {
                sum += columns[column];
            }
            return sum;
        }
    }

    /** From here on it was so. */
    record Change(Instant at, String state, String title) {}

    final Map<String, Density> producers = new LinkedHashMap<>();
    final Map<String, Density> consumers = new LinkedHashMap<>();
    final Map<String, Density> applications = new LinkedHashMap<>();
    final Map<String, Density> finalRead = new LinkedHashMap<>();
    final Map<String, List<Change>> partitions = new TreeMap<>();
    final Map<String, List<Change>> brokers = new TreeMap<>();
    final Instant start;
    final Instant end;
    private final double nanos;

    /** Topics with records; leaders of others, such as the brokers' own, are not drawn. */
    private final Set<String> topics = new HashSet<>();

    /** How many events of further lanes are not drawn. */
    int left;

    Lanes(History history) {
        Instant first = null;
        Instant last = null;
        for (Event event : history.events()) {
            first = first == null || event.at().isBefore(first) ? event.at() : first;
            last = last == null || event.at().isAfter(last) ? event.at() : last;
            if (event instanceof Event.SendInvoked sent) {
                topics.add(sent.topic());
            } else if (event instanceof Event.Polled polled) {
                topics.add(polled.topic());
            }
        }
        start = or(first, Instant.EPOCH);
        end = or(last, start);
        nanos = Math.max(1, Duration.between(start, end).toNanos());
        history.events().forEach(this::read);
    }

    private static Instant or(@Nullable Instant instant, Instant otherwise) {
        return instant == null ? otherwise : instant;
    }

    /** Where an instant lies between start (0) and end (1). */
    double share(Instant at) {
        return Duration.between(start, at).toNanos() / nanos;
    }

    private void read(Event event) {
        if (event instanceof Event.SendAcked ack) {
            count(producers, ack.id().producer(), Count.ACKED, event);
        } else if (event instanceof Event.SendFailed failure) {
            count(producers, failure.id().producer(), Count.FAILED, event);
        } else if (event instanceof Event.SendUnknown unknown) {
            count(producers, unknown.id().producer(), Count.UNKNOWN, event);
        } else if (event instanceof Event.Polled polled) {
            count(consumers, polled.consumer(), Count.POLLED, event);
        } else if (event instanceof Event.Processed done) {
            count(applications, done.by(), Count.PROCESSED, event);
        } else if (event instanceof Event.Found) {
            count(finalRead, "final read", Count.FOUND, event);
        } else if (event instanceof Event.LeaderChanged change && topics.contains(change.topic())) {
            String leader = change.leader().isPresent() ? "" + change.leader().getAsInt() : "none";
            change(partitions, change.topic() + "-" + change.partition(), leader, event);
        } else if (event instanceof Event.BrokerChanged change) {
            change(brokers, "broker " + change.broker(), change.state(), event);
        }
    }

    private void count(Map<String, Density> lanes, String name, Count what, Event event) {
        Density lane = lanes.get(name);
        if (lane == null) {
            if (lanes.size() >= MOST_LANES) {
                left++;
                return;
            }
            lane = new Density();
            lanes.put(name, lane);
        }
        int column = Math.min(COLUMNS - 1, (int) (share(event.at()) * COLUMNS));
        lane.add(what, column);
    }

    private void change(Map<String, List<Change>> lanes, String name, String state, Event event) {
        if (!lanes.containsKey(name) && lanes.size() >= MOST_LANES) {
            left++;
            return;
        }
        List<Change> changes = lanes.computeIfAbsent(name, lane -> new ArrayList<>());
        if (changes.size() < MOST_CHANGES) {
            changes.add(new Change(event.at(), state, EventKinds.words(event)));
        } else {
            left++;
        }
    }
}
