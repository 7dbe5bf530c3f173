/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.Tale;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A history that is not sound is named as such, and proves nothing. */
class BadInputTest {

    private static final int RUNS = 1_000;
    private static final Claim CLAIM = Guarantee.AT_LEAST_ONCE.and(Claim.available(Duration.ofDays(1)));

    @Test
    void twoSendsOfOneIdentityAreNamed() {
        Tale tale = new Tale().wrote("p#0", 0, 0).sent("p#0").found("p#0", 0, 0).drained(0, 0, 1);

        assertThat(doubts(tale)).anyMatch(doubt -> doubt.contains("was sent more than once"));
    }

    @Test
    void missingCompletionOfAClosedProducerIsNamed() {
        Tale tale = new Tale().wrote("p#0", 0, 0).sent("p#1").found("p#0", 0, 0).drained(0, 0, 1);
        assertThat(Verdicts.of(Guarantee.EXACTLY_ONCE, tale.end())).isInstanceOf(Verdict.Pass.class);

        tale.add(new Event.ClientChanged(tale.now(), "p", "closed"));
        assertThat(doubts(tale)).anyMatch(doubt -> doubt.contains("completions are missing"));
    }

    @Test
    void crashedProducerMayLeaveItsSendsOpen() {
        Tale tale = new Tale().wrote("p#0", 0, 0).sent("p#1").found("p#0", 0, 0).drained(0, 0, 1);
        tale.add(new Event.ClientChanged(tale.now(), "p", "crashed"));

        assertThat(Verdicts.of(Guarantee.EXACTLY_ONCE, tale.end())).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void ackWithoutASendIsNamed() {
        Tale tale = new Tale()
                .wrote("p#0", 0, 0)
                .acked("p#1", 0, 1)
                .found("p#0", 0, 0)
                .drained(0, 0, 1);

        assertThat(doubts(tale)).anyMatch(doubt -> doubt.contains("without saying that they were sent"));
    }

    @Test
    void pollWithFewerRecordsThanItSaidIsNamed() {
        Tale tale = new Tale().wrote("p#0", 0, 0).polled("c", "g", "p#0", 0, 0).pollReturned("c", 1);
        tale.pollReturned("c", 1).found("p#0", 0, 0).drained(0, 0, 1);

        assertThat(doubts(tale)).anyMatch(doubt -> doubt.contains("lacks 1 of the records"));
    }

    /** What is broken before is broken or unproved after: never passed. */
    @Test
    void damagedHistoryOfABrokenGuaranteeNeverPasses() {
        int judged = 0;
        for (long seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            List<Event> events = lossy(random);
            assertThat(Verdicts.of(CLAIM, new History(events)))
                    .as("seed %d", seed)
                    .isInstanceOf(Verdict.Fail.class);
            damage(events, random);

            assertThat(Verdicts.of(CLAIM, new History(events)))
                    .as("seed %d: %s", seed, events)
                    .isNotInstanceOf(Verdict.Pass.class);
            judged++;
        }
        assertThat(judged).isEqualTo(RUNS);
    }

    /** Some records, one of which at least is lost, and a producer that is closed in the end. */
    private static List<Event> lossy(Random random) {
        Tale tale = new Tale();
        int sends = 2 + random.nextInt(6);
        int lost = random.nextInt(sends);
        for (int i = 0; i < sends; i++) {
            tale.wrote("p#" + i, 0, i);
        }
        tale.add(new Event.ClientChanged(tale.now(), "p", "closed"));
        for (int i = 0; i < sends; i++) {
            if (i != lost) {
                tale.found("p#" + i, 0, i);
            }
        }
        return new ArrayList<>(tale.drained(0, 0, sends).end().events());
    }

    /** Completions dropped, identities doubled, the end cut off, the clock put back: what recorders get wrong. */
    private static void damage(List<Event> events, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> events.removeIf(event -> event instanceof Event.SendAcked && random.nextBoolean());
            case 1 -> {
                Optional<Event> any = events.stream()
                        .filter(event -> event instanceof Event.SendInvoked)
                        .skip(random.nextInt(2))
                        .findFirst();
                events.add(random.nextInt(events.size()), any.orElseThrow());
            }
            case 2 ->
                events.subList(1 + random.nextInt(events.size() - 1), events.size())
                        .clear();
            default ->
                events.add(
                        random.nextInt(events.size()),
                        new Event.BrokerChanged(Tale.START.minusSeconds(3600), 1, "running"));
        }
    }

    private static List<String> doubts(Tale tale) {
        Verdict verdict = Verdicts.of(Guarantee.AT_LEAST_ONCE, tale.end());
        assertThat(verdict).isInstanceOf(Verdict.Vacuous.class);
        return ((Verdict.Vacuous) verdict).reasons();
    }
}
