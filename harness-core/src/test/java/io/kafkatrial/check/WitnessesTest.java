/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static io.kafkatrial.check.Anomaly.Kind.ABORTED_READ;
import static io.kafkatrial.check.Anomaly.Kind.ACK_BELOW_MIN_ISR;
import static io.kafkatrial.check.Anomaly.Kind.ASSIGNMENT_OVERLAP;
import static io.kafkatrial.check.Anomaly.Kind.AVAILABILITY_GAP;
import static io.kafkatrial.check.Anomaly.Kind.COMMIT_BEYOND_PROCESSED;
import static io.kafkatrial.check.Anomaly.Kind.COMMIT_LOST;
import static io.kafkatrial.check.Anomaly.Kind.COMMIT_REGRESS;
import static io.kafkatrial.check.Anomaly.Kind.DAMAGED;
import static io.kafkatrial.check.Anomaly.Kind.DIVERGED;
import static io.kafkatrial.check.Anomaly.Kind.DUPLICATE_APPEND;
import static io.kafkatrial.check.Anomaly.Kind.DUPLICATE_DELIVERY;
import static io.kafkatrial.check.Anomaly.Kind.DUPLICATE_EFFECT;
import static io.kafkatrial.check.Anomaly.Kind.FALSE_FAILURE;
import static io.kafkatrial.check.Anomaly.Kind.HANGING_TRANSACTION;
import static io.kafkatrial.check.Anomaly.Kind.KEY_SCATTERED;
import static io.kafkatrial.check.Anomaly.Kind.LOST_COMMIT;
import static io.kafkatrial.check.Anomaly.Kind.LOST_WRITE;
import static io.kafkatrial.check.Anomaly.Kind.MISROUTED;
import static io.kafkatrial.check.Anomaly.Kind.MISSED_DELIVERY;
import static io.kafkatrial.check.Anomaly.Kind.MISSED_EFFECT;
import static io.kafkatrial.check.Anomaly.Kind.MISSED_TOMBSTONE;
import static io.kafkatrial.check.Anomaly.Kind.NOT_RECOVERED;
import static io.kafkatrial.check.Anomaly.Kind.PHANTOM;
import static io.kafkatrial.check.Anomaly.Kind.POLL_REWIND;
import static io.kafkatrial.check.Anomaly.Kind.POLL_SKIP;
import static io.kafkatrial.check.Anomaly.Kind.PRECOMMITTED_READ;
import static io.kafkatrial.check.Anomaly.Kind.REALTIME_VIOLATION;
import static io.kafkatrial.check.Anomaly.Kind.REORDERED_APPEND;
import static io.kafkatrial.check.Anomaly.Kind.REORDERED_KEY;
import static io.kafkatrial.check.Anomaly.Kind.REPLICAS_DIVERGED;
import static io.kafkatrial.check.Anomaly.Kind.RESURRECTED_KEY;
import static io.kafkatrial.check.Anomaly.Kind.REWIND_WITHIN_POLL;
import static io.kafkatrial.check.Anomaly.Kind.SILENT_RESET;
import static io.kafkatrial.check.Anomaly.Kind.SKIP_WITHIN_POLL;
import static io.kafkatrial.check.Anomaly.Kind.STALE_END;
import static io.kafkatrial.check.Anomaly.Kind.TORN_OFFSETS;
import static io.kafkatrial.check.Anomaly.Kind.TORN_TRANSACTION;
import static io.kafkatrial.check.Anomaly.Kind.TRANSACTION_CYCLE;
import static io.kafkatrial.check.Anomaly.Kind.UNSEEN;
import static io.kafkatrial.check.Anomaly.Kind.ZOMBIE_EFFECT;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The checks find in random histories what their definitions say, no more and no less; in histories that have the
 * anomaly, and in those that have it no more because of one event.
 */
class WitnessesTest {

    private static final int SEEDS = 800;
    private static final int ENOUGH = 5;

    /**
     * A sort of histories.
     *
     * @param witness the definitions, read off word by word
     * @param claim the limits in time
     * @param kinds what may happen in them, and is compared
     */
    private record World(
            String name,
            LongFunction<List<Event>> draw,
            Function<History, Set<String>> witness,
            Claim claim,
            Set<Anomaly.Kind> kinds) {

        World(
                String name,
                LongFunction<List<Event>> draw,
                Function<History, Set<String>> witness,
                Set<Anomaly.Kind> kinds) {
            this(name, draw, witness, Guarantee.EXACTLY_ONCE, kinds);
        }

        Set<String> checks(History history) {
            return Judged.all(Verdicts.of(claim, history)).stream()
                    .filter(anomaly -> kinds.contains(anomaly.kind()))
                    .map(Told::of)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<World> worlds() {
        return Stream.concat(mixedWorlds(), specialWorlds());
    }

    private static Stream<World> mixedWorlds() {
        return Stream.of(
                new World(
                        "sends, finds and deliveries",
                        seed -> new RandomHistory(seed).draw().events(),
                        history -> new SlowJudge(history).anomalies(),
                        EnumSet.of(
                                LOST_WRITE,
                                PHANTOM,
                                FALSE_FAILURE,
                                DUPLICATE_APPEND,
                                DUPLICATE_DELIVERY,
                                DUPLICATE_EFFECT,
                                MISSED_DELIVERY,
                                MISSED_EFFECT,
                                REORDERED_APPEND)),
                new World(
                        "a bit of everything",
                        seed -> RandomTale.of(seed).events(),
                        SlowWitness::of,
                        EnumSet.of(
                                ABORTED_READ,
                                PRECOMMITTED_READ,
                                REALTIME_VIOLATION,
                                COMMIT_REGRESS,
                                KEY_SCATTERED,
                                ZOMBIE_EFFECT,
                                REPLICAS_DIVERGED,
                                POLL_REWIND,
                                REWIND_WITHIN_POLL)));
    }

    private static Stream<World> specialWorlds() {
        return Stream.of(
                new World(
                        "log",
                        LogWorld::of,
                        LogWorld.Witness::of,
                        EnumSet.of(UNSEEN, DAMAGED, MISROUTED, DIVERGED, ACK_BELOW_MIN_ISR, STALE_END)),
                new World(
                        "transactions",
                        TransactionWorld::of,
                        TransactionWorld.Witness::of,
                        EnumSet.of(TORN_TRANSACTION, LOST_COMMIT, TORN_OFFSETS, TRANSACTION_CYCLE)),
                new World(
                        "compaction",
                        CompactionWorld::of,
                        CompactionWorld.Witness::of,
                        EnumSet.of(RESURRECTED_KEY, MISSED_TOMBSTONE)),
                new World(
                        "reading",
                        ReadingWorld::of,
                        ReadingWitness::of,
                        EnumSet.of(
                                POLL_SKIP,
                                SKIP_WITHIN_POLL,
                                POLL_REWIND,
                                REWIND_WITHIN_POLL,
                                SILENT_RESET,
                                REORDERED_KEY)),
                new World(
                        "groups",
                        GroupWorld::of,
                        GroupWorld.Witness::of,
                        EnumSet.of(COMMIT_BEYOND_PROCESSED, COMMIT_LOST, ASSIGNMENT_OVERLAP)),
                new World(
                        "time",
                        TimeWorld::of,
                        TimeWitness::of,
                        TimeWitness.CLAIM,
                        EnumSet.of(AVAILABILITY_GAP, HANGING_TRANSACTION, NOT_RECOVERED)));
    }

    @Test
    void everyKindHasAWitness() {
        assertThat(worlds().flatMap(world -> world.kinds.stream())).containsAll(EnumSet.allOf(Anomaly.Kind.class));
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void checksFindWhatTheDefinitionsSay(World world) {
        Map<Anomaly.Kind, Integer> hits = new EnumMap<>(Anomaly.Kind.class);
        Map<Anomaly.Kind, Integer> nearMisses = new EnumMap<>(Anomaly.Kind.class);
        for (long seed = 0; seed < SEEDS; seed++) {
            List<Event> events = world.draw.apply(seed);
            Set<Anomaly.Kind> kinds = compare(world, events, "seed " + seed);
            kinds.forEach(kind -> hits.merge(kind, 1, Integer::sum));
            if (kinds.stream().anyMatch(kind -> nearMisses.getOrDefault(kind, 0) < ENOUGH)) {
                for (int left = 0; left < events.size(); left++) {
                    if (mayBeLeftOut(events.get(left))) {
                        List<Event> rest = new ArrayList<>(events);
                        rest.remove(left);
                        Set<Anomaly.Kind> stillThere = compare(world, rest, "seed " + seed + " without " + left);
                        kinds.stream()
                                .filter(kind -> !stillThere.contains(kind))
                                .forEach(kind -> nearMisses.merge(kind, 1, Integer::sum));
                    }
                }
            }
        }

        for (Anomaly.Kind kind : world.kinds) {
            assertThat(hits.getOrDefault(kind, 0)).as("%s: %s", kind, hits).isGreaterThanOrEqualTo(ENOUGH);
            assertThat(nearMisses.getOrDefault(kind, 0))
                    .as("%s: %s", kind, nearMisses)
                    .isGreaterThanOrEqualTo(ENOUGH);
        }
    }

    /** What would not be a history without it: its bad input is another test's. */
    private static boolean mayBeLeftOut(Event event) {
        return !(event instanceof Event.SendInvoked
                || event instanceof Event.ProducerOpened
                || event instanceof Event.ConsumerOpened
                || event instanceof Event.TransactionBegun);
    }

    /** Both say the same; gives back the kinds they found. */
    private static Set<Anomaly.Kind> compare(World world, List<Event> events, String which) {
        History history = new History(events);
        Set<String> told = world.witness.apply(history);

        assertThat(world.checks(history)).as("%s: %s", which, events).isEqualTo(told);
        return told.stream().map(Told::kind).collect(Collectors.toSet());
    }
}
