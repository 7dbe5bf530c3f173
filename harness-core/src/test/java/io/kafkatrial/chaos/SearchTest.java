/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SearchTest {

    private static final Duration NOW = Duration.ZERO;
    private static final Search.Limits LIMITS = new Search.Limits(5, 4, Duration.ofMinutes(1));
    private static final Outcome PASSED = new Outcome.Passed();
    private static final Outcome LOST = failed("LOST_WRITE");

    private final List<Experiment> ran = new ArrayList<>();

    @Test
    void runsEachSeedOnceWhenNothingFails() {
        Search search = run(LIMITS, experiment -> PASSED);

        assertThat(ran).extracting(it -> it.draft().seed()).containsExactly(100L, 101L, 102L, 103L, 104L);
        assertThat(search.finding()).isEmpty();
        assertThat(search.explored()).isEqualTo(5);
    }

    @Test
    void twelveFaultsAndAGreatLoadShrinkToTheTwoGuiltyAndAlmostNoLoad() {
        Search search = run(LIMITS, experiment -> isGuilty(experiment.draft(), 3, 9) ? LOST : PASSED);

        Finding finding = search.finding().orElseThrow();
        assertThat(finding.draft().seed()).isEqualTo(100);
        assertThat(finding.repeats()).isEqualTo(4);
        assertThat(finding.reproduced()).isEqualTo(4);
        assertThat(finding.smallest().plan().faults())
                .extracting(PlannedFault::name)
                .containsExactly("fault-3", "fault-9");
        assertThat(finding.smallest().load()).isEqualTo(new Load(1, 1, 15, 1));
        assertThat(finding.inWords())
                .contains("reproduced 4/4")
                .contains("12 faults to 2")
                .contains("2 producers, 2 consumers, 1000 records, 50 keys to 1 producers");
    }

    @Test
    void anotherFailureIsNotTheSame() {
        Search search =
                run(LIMITS, experiment -> experiment instanceof Experiment.Explore ? LOST : failed("REORDERED_KEY"));

        assertThat(search.finding().orElseThrow().reproduced()).isZero();
        assertThat(ran).noneMatch(Experiment.Shrink.class::isInstance);
    }

    @Test
    void aFailureThatNeverComesAgainIsReportedAsSuch() {
        Search search = run(LIMITS, experiment -> experiment instanceof Experiment.Explore ? LOST : PASSED);

        assertThat(search.finding().orElseThrow().inWords()).isEqualTo("reproduced 0/4");
    }

    @Test
    void aFailureThatComesEverySecondTimeIsTriedAgainBeforeAFaultStays() {
        int[] count = {0};
        Search search =
                run(LIMITS, experiment -> isGuilty(experiment.draft(), 5, 5) && count[0]++ % 2 == 0 ? LOST : PASSED);

        Finding finding = search.finding().orElseThrow();
        assertThat(finding.reproduced()).isEqualTo(2);
        assertThat(finding.smallest().plan().faults())
                .extracting(PlannedFault::name)
                .containsExactly("fault-5");
    }

    @Test
    void theBudgetEndsTheSearchWithWhatIsKnown() {
        Search search = new Search(LIMITS, 100, SearchTest::draft);
        for (int step = 0; step < 7; step++) {
            search.answer(search.next(NOW).orElseThrow(), LOST);
        }

        assertThat(search.next(Duration.ofMinutes(2))).isEmpty();
        Finding finding = search.finding().orElseThrow();
        assertThat(finding.cutShort()).isTrue();
        assertThat(finding.reproduced()).isEqualTo(4);
        assertThat(finding.smallest().plan().faults()).hasSizeLessThan(12);
    }

    @Test
    void thereIsAlwaysAFirstRun() {
        Search search = new Search(LIMITS, 100, SearchTest::draft);

        search.answer(search.next(Duration.ofHours(1)).orElseThrow(), PASSED);
        assertThat(search.next(Duration.ofHours(1))).isEmpty();
    }

    @Test
    void severalDraftsRunAtATimeAndTheFirstFailureWaitsForTheOthers() {
        Search search = new Search(LIMITS, 100, SearchTest::draft);
        Experiment first = search.next(NOW).orElseThrow();
        Experiment second = search.next(NOW).orElseThrow();
        search.answer(second, LOST);

        assertThat(search.next(NOW)).as("the first is still at work").isEmpty();
        search.answer(first, failed("REORDERED_KEY"));
        assertThat(search.next(NOW))
                .get()
                .isInstanceOf(Experiment.Repeat.class)
                .extracting(Experiment::draft)
                .isEqualTo(second.draft());
    }

    @Test
    void aRunThatProvesNothingIsNoFailure() {
        Search search = run(LIMITS, experiment -> new Outcome.Unproved("no fault bit"));

        assertThat(search.finding()).isEmpty();
        assertThat(search.unproved()).isEqualTo(5);
    }

    @Test
    void whoFollowedAFaultThatIsGoneFiresWhenThatWouldHave() {
        PlannedFault first = new PlannedFault("first", crash(), Trigger.acks(7));
        PlannedFault second = new PlannedFault("second", crash(), new Trigger.Following("first"));
        PlannedFault third = new PlannedFault(
                "third", crash(), new Trigger.Healed("second"), Optional.of(new Trigger.Following("second")));
        Plan plan = new Plan(1, List.of(first, second, third));

        assertThat(Remaining.of(plan, List.of(third)).faults())
                .containsExactly(new PlannedFault("third", crash(), Trigger.acks(7)));
        assertThat(Remaining.of(plan, List.of(second, third)).faults().get(1)).isEqualTo(third);
    }

    private Search run(Search.Limits limits, Function<Experiment, Outcome> subject) {
        Search search = new Search(limits, 100, SearchTest::draft);
        for (Optional<Experiment> next = search.next(NOW); next.isPresent(); next = search.next(NOW)) {
            ran.add(next.get());
            assertThat(ran).as("it must come to an end").hasSizeLessThan(1_000);
            search.answer(next.get(), subject.apply(next.get()));
        }
        return search;
    }

    /** Fails with both of these faults and at least ten records. */
    private static boolean isGuilty(Draft draft, int one, int other) {
        List<String> names =
                draft.plan().faults().stream().map(PlannedFault::name).toList();
        return names.contains("fault-" + one)
                && names.contains("fault-" + other)
                && draft.load().records() >= 10;
    }

    private static Outcome failed(String sign) {
        return new Outcome.Failed(Set.of(sign), sign);
    }

    private static Draft draft(long seed) {
        List<PlannedFault> faults = IntStream.range(0, 12)
                .mapToObj(i -> new PlannedFault("fault-" + i, crash(), Trigger.acks(i + 1)))
                .toList();
        return new Draft(new Plan(seed, faults), Load.usual());
    }

    private static Fault crash() {
        return new Fault.CrashBroker(Target.broker(1), Optional.of(Duration.ofMillis(100)));
    }
}
