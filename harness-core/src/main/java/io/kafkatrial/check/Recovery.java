/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.check.Anomaly.Kind;
import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.Lane;
import io.kafkatrial.history.Names;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Whether all was well again in time after the last fault was lifted (a history that does not say when that began
 * counts from its end): every partition has a leader and as many
 * replicas in sync as it ever had, every producer with an open send got one through, every group has got what was
 * acknowledged before. What is not well again when the history ends, too early to tell, is a doubt. Looked for
 * only where there is a limit. Confined to one judgement.
 */
final class Recovery extends Watcher {

    private static final long NEVER = Long.MIN_VALUE;

    /** What a partition is like, and since when it is well: since ever, as long as nobody said otherwise. */
    private static final class Health {
        int most;
        int inSync = -1;
        boolean leaderless;
        long wellSince;
        int position;

        boolean isWell() {
            return !leaderless && (inSync < 0 || inSync >= most);
        }
    }

    /** Who had not recovered, when it did, if it did. */
    private record Late(String what, String state, int position) {}

    private final Ledger ledger;
    private final long limit;
    private final Map<Names.Place, Health> partitions = new HashMap<>();
    private final long[] highest;
    private final long[] openSince;
    private final int[] open;
    private final Map<String, Long> lag = new TreeMap<>();
    private final Map<String, Late> late = new TreeMap<>();

    /** Producers that had a success since then; lanes of groups that have read what was there then. */
    private final BitSet settled = new BitSet();

    private final BitSet caughtUp = new BitSet();

    /** Faults that have been lifted and whose end was not told yet. */
    private final Set<String> lifted = new HashSet<>();

    /** When the last fault was lifted. */
    private long healedAt = NEVER;

    private long now;
    private int position;

    Recovery(Ledger ledger, Duration limit) {
        super(
                io.kafkatrial.history.Kind.SEND_FAILED,
                io.kafkatrial.history.Kind.SEND_UNKNOWN,
                io.kafkatrial.history.Kind.OTHER);
        this.ledger = ledger;
        this.limit = limit.toNanos();
        highest = new long[ledger.names.places().size()];
        Arrays.fill(highest, -1);
        openSince = new long[ledger.names.producers().size()];
        Arrays.fill(openSince, NEVER);
        open = new int[openSince.length];
    }

    @Override
    void see(Cursor at, Lane lane) {
        position = at.position();
        if (lane.kind() == io.kafkatrial.history.Kind.OTHER) {
            now = Commits.nanos(at.event().at());
            other(at.event());
        } else {
            now = at.nanos();
            open[lane.producer()] = Math.max(0, open[lane.producer()] - 1);
        }
    }

    /** A record was sent. */
    void sent(Cursor at, Lane lane) {
        stand(at);
        open[lane.producer()]++;
        if (openSince[lane.producer()] == NEVER) {
            openSince[lane.producer()] = now;
        }
    }

    private void stand(Cursor at) {
        position = at.position();
        now = at.nanos();
    }

    /** A record was acknowledged: a success. A failure only ends the send. */
    void acked(Cursor at, Lane lane) {
        stand(at);
        if (at.offset() > highest[lane.place()] && ledger.transactions.of(at.record()) == null) {
            highest[lane.place()] = at.offset();
        }
        int producer = lane.producer();
        open[producer] = Math.max(0, open[producer] - 1);
        if (healedAt != NEVER && openSince[producer] != NEVER && !settled.get(producer)) {
            settled.set(producer);
            String name = "producer " + ledger.names.producers().name(producer);
            recovered(name, Math.max(openSince[producer], healedAt), "first success");
            lag.put(name, 0L);
        }
        openSince[producer] = open[producer] > 0 ? now : NEVER;
    }

    /** A record was handed out. */
    void polled(Cursor at, Lane lane) {
        stand(at);
        if (healedAt == NEVER || lane.group() == Lane.NONE || caughtUp.get(lane.index())) {
            return;
        }
        String name = group(lane.group(), lane.place());
        Long target = lag.get(name);
        if (target == null) {
            caughtUp.set(lane.index());
        } else if (at.offset() >= target) {
            recovered(name, healedAt, "had read what was there");
            lag.remove(name);
        }
    }

    private String group(int group, int place) {
        return "group " + ledger.names.groups().name(group) + " in "
                + ledger.names.places().name(place);
    }

    private void recovered(String what, long since, String how) {
        if (now - since > limit) {
            late.put(what, new Late(what, how + " only after " + Stretches.words(now - since), position));
        }
    }

    private void other(Event event) {
        if (event instanceof Event.FaultLifted fault) {
            lifted.add(fault.fault());
            healed();
        } else if (event instanceof Event.FaultHealed fault) {
            if (!lifted.remove(fault.fault())) {
                healed();
            }
        } else if (event instanceof Event.LeaderChanged change) {
            Health its = partition(change.topic(), change.partition());
            its.leaderless = change.leader().isEmpty();
            update(its);
        } else if (event instanceof Event.IsrChanged change) {
            Health its = partition(change.topic(), change.partition());
            its.inSync = change.isr().size();
            its.most = Math.max(its.most, its.inSync);
            update(its);
        }
    }

    private Health partition(String topic, int partition) {
        return partitions.computeIfAbsent(new Names.Place(topic, partition), any -> new Health());
    }

    private void update(Health its) {
        its.position = position;
        if (!its.isWell()) {
            its.wellSince = NEVER;
        } else if (its.wellSince == NEVER) {
            its.wellSince = now;
        }
    }

    /** The last one counts: what was late after an earlier one is forgiven. */
    private void healed() {
        healedAt = now;
        late.clear();
        lag.clear();
        settled.clear();
        caughtUp.clear();
        for (int topic = 0; topic < ledger.names.topics().size(); topic++) {
            for (int group : ledger.readers.groupsOf(topic)) {
                for (int place = 0; place < highest.length; place++) {
                    Tape tape = ledger.tapes.find(place);
                    long reach = tape == null ? 0 : tape.reach(group);
                    if (ledger.topicOf(place) == topic && reach <= highest[place]) {
                        lag.put(group(group, place), highest[place]);
                    }
                }
            }
        }
    }

    @Override
    void end(Consumer<Anomaly> report) {
        if (healedAt == NEVER) {
            return;
        }
        boolean over = now - healedAt > limit;
        partitions.forEach((place, its) -> {
            if (!its.isWell() && over) {
                String state = its.leaderless ? "no leader" : its.inSync + " of " + its.most + " replicas in sync";
                late.put(place.toString(), new Late(place.toString(), state, its.position));
            } else if (its.isWell() && its.wellSince - healedAt > limit) {
                String state = "well only after " + Stretches.words(its.wellSince - healedAt);
                late.put(place.toString(), new Late(place.toString(), state, its.position));
            }
        });
        unread(over);
        late.values().forEach(one -> new Case(ledger, Kind.NOT_RECOVERED)
                .fact("what", one.what)
                .fact("within", Stretches.words(limit))
                .fact("state", one.state)
                .report(one.position, report));
    }

    private void unread(boolean over) {
        lag.forEach((who, target) -> {
            if (over && who.startsWith("group ")) {
                late.put(who, new Late(who, "offset " + target + " not read", position));
            }
        });
    }

    @Override
    void doubts(Consumer<String> doubts) {
        if (healedAt == NEVER) {
            doubts.accept("no fault was lifted: there was nothing to recover from");
            return;
        }
        boolean allWell = partitions.values().stream().allMatch(Health::isWell)
                && lag.keySet().stream().noneMatch(who -> who.startsWith("group "));
        if (!allWell && now - healedAt <= limit) {
            doubts.accept(
                    "the history ends " + Stretches.words(now - healedAt) + " after the last fault was lifted, too"
                            + " early to tell whether all recovers within " + Stretches.words(limit));
        }
    }
}
