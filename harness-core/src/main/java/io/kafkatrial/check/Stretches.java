/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.check.Anomaly.Kind;
import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * For how long clients with work to do got nothing done. A producer has work from the first send that is open
 * until one succeeds; failing is no success. A group has work in a partition while it has not got what was
 * acknowledged there, from its first delivery of the partition on, until it gets something: or, if it gets nothing any
 * more that the final read found there, until a member last came back from a poll. A member asks for the topics it was
 * ever handed records of; one that was handed nothing yet asks for all topics of its group. Looked for only where there
 * is a limit. Confined to one judgement.
 */
final class Stretches extends Watcher {

    private static final long IDLE = Long.MIN_VALUE;

    private record Gap(String who, long from, long to, int position) {}

    /** Somebody who waits for something. */
    private static final class Waiting {
        long since = IDLE;
        long open;
        long lastSeen = IDLE;
        long reach;
    }

    private final Ledger ledger;
    private final long limit;
    private final @Nullable Waiting[] producers;
    private final Map<Integer, Map<Integer, Waiting>> groupsOfPlace = new HashMap<>();
    private final @Nullable Waiting[] groupOfLane;
    private final Waiting[][] waitingAt;
    private final long[] highest;
    private final long[] lastPoll;
    private final List<Gap> gaps = new ArrayList<>();

    Stretches(Ledger ledger, Duration limit) {
        super(
                io.kafkatrial.history.Kind.SEND_FAILED,
                io.kafkatrial.history.Kind.SEND_UNKNOWN,
                io.kafkatrial.history.Kind.POLL_RETURNED);
        this.ledger = ledger;
        this.limit = limit.toNanos();
        producers = new @Nullable Waiting[ledger.names.producers().size()];
        groupOfLane = new @Nullable Waiting[ledger.history.lanes().size()];
        highest = new long[ledger.names.places().size()];
        waitingAt = new Waiting[highest.length][0];
        lastPoll = new long[ledger.names.readers().size()];
        Arrays.fill(highest, -1);
        Arrays.fill(lastPoll, IDLE);
    }

    @Override
    void see(Cursor at, Lane lane) {
        if (lane.kind() == io.kafkatrial.history.Kind.POLL_RETURNED) {
            lastPoll[lane.reader()] = at.nanos();
            return;
        }
        Waiting its = producer(lane);
        its.open = Math.max(0, its.open - 1);
        its.lastSeen = at.nanos();
    }

    private Waiting producer(Lane lane) {
        Waiting its = producers[lane.producer()];
        if (its == null) {
            its = new Waiting();
            producers[lane.producer()] = its;
        }
        return its;
    }

    /** A record was sent. */
    void sent(Cursor at, Lane lane) {
        Waiting its = producer(lane);
        its.open++;
        its.lastSeen = at.nanos();
        if (its.since == IDLE) {
            its.since = at.nanos();
        }
    }

    /** A record was acknowledged. */
    void acked(Cursor at, Lane lane) {
        Waiting its = producer(lane);
        its.open = Math.max(0, its.open - 1);
        if (its.since != IDLE && at.nanos() - its.since > limit) {
            gap(ledger.names.producers().name(lane.producer()), its.since, at.nanos(), at.position());
        }
        its.since = its.open > 0 ? at.nanos() : IDLE;
        written(at, lane);
    }

    private void written(Cursor at, Lane lane) {
        if (at.offset() <= highest[lane.place()] || ledger.transactions.of(at.record()) != null) {
            return;
        }
        highest[lane.place()] = at.offset();
        for (Waiting its : waitingAt[lane.place()]) {
            if (its.since == IDLE && at.offset() >= its.reach) {
                its.since = at.nanos();
            }
        }
    }

    /** A record was handed out. */
    void polled(Cursor at, Lane lane) {
        if (lane.group() != Lane.NONE) {
            read(at, lane);
        }
    }

    private void read(Cursor at, Lane lane) {
        Waiting its = groupOfLane[lane.index()];
        if (its == null) {
            Map<Integer, Waiting> here = groupsOfPlace.computeIfAbsent(lane.place(), any -> new HashMap<>());
            its = here.computeIfAbsent(lane.group(), any -> new Waiting());
            waitingAt[lane.place()] = here.values().toArray(new Waiting[0]);
            groupOfLane[lane.index()] = its;
        }
        if (its.since != IDLE && at.nanos() - its.since > limit) {
            gap("group " + ledger.names.groups().name(lane.group()), its.since, at.nanos(), at.position());
        }
        its.reach = Math.max(its.reach, at.offset() + 1);
        its.since = highest[lane.place()] >= its.reach ? at.nanos() : IDLE;
    }

    private void gap(String who, long from, long to, int position) {
        if (to - from > limit) {
            gaps.add(new Gap(who, from, to, position));
        }
    }

    @Override
    void end(Consumer<Anomaly> report) {
        int last = ledger.history.size() - 1;
        long now = last < 0 ? 0 : Commits.nanos(ledger.events.get(last).at());
        for (int lane = 0; lane < producers.length; lane++) {
            Waiting its = producers[lane];
            if (its != null && its.since != IDLE) {
                gap(ledger.names.producers().name(lane), its.since, its.open > 0 ? now : its.lastSeen, last);
            }
        }
        starved(last);
        for (Gap gap : gaps) {
            new Case(ledger, Kind.AVAILABILITY_GAP)
                    .fact("who", gap.who)
                    .fact("duration", words(gap.to - gap.from))
                    .fact("allowed", words(limit))
                    .fact("from", Instant.ofEpochSecond(0, gap.from))
                    .report(gap.position, report);
        }
    }

    private record Starving(int place, long reach, Gap gap) {}

    /** Groups that got nothing any more of what is there. */
    private void starved(int last) {
        Polls polls = new Polls(ledger, lastPoll);
        List<Starving> starving = new ArrayList<>();
        groupsOfPlace.forEach((place, groups) -> groups.forEach((group, its) -> {
            String name = ledger.names.groups().name(group);
            long until = its.since == IDLE
                    ? IDLE
                    : polls.last(name, ledger.names.places().name(place).topic());
            if (until != IDLE && until - its.since > limit) {
                starving.add(new Starving(place, its.reach, new Gap("group " + name, its.since, until, last)));
            }
        }));
        if (!starving.isEmpty()) {
            long[] found = found();
            starving.removeIf(one -> found[one.place] < one.reach);
            starving.forEach(one -> gaps.add(one.gap));
        }
    }

    /** The highest offset that the final read found at each place: the history is read once more. */
    private long[] found() {
        long[] found = new long[highest.length];
        Arrays.fill(found, -1);
        for (Cursor at = ledger.history.cursor(); at.next(); ) {
            if (at.lane().kind() == io.kafkatrial.history.Kind.FOUND) {
                int place = at.lane().place();
                found[place] = Math.max(found[place], at.offset());
            }
        }
        return found;
    }

    /** A duration for people: {@code 5.2 s}. */
    static String words(long nanos) {
        return String.format(java.util.Locale.ROOT, "%.1f s", nanos / 1e9);
    }
}
