/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.history.History;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The checks find in thousands of random histories what their definitions say, no more and no less. */
class SlowWitnessTest {

    private static final int SEEDS = 3_000;

    private static final Set<Anomaly.Kind> COMPARED = EnumSet.of(
            Anomaly.Kind.ABORTED_READ,
            Anomaly.Kind.PRECOMMITTED_READ,
            Anomaly.Kind.REALTIME_VIOLATION,
            Anomaly.Kind.COMMIT_REGRESS,
            Anomaly.Kind.KEY_SCATTERED,
            Anomaly.Kind.ZOMBIE_EFFECT,
            Anomaly.Kind.REPLICAS_DIVERGED,
            Anomaly.Kind.POLL_REWIND,
            Anomaly.Kind.REWIND_WITHIN_POLL);

    @Test
    void checksFindWhatTheDefinitionsSay() {
        Map<Anomaly.Kind, Integer> counts = new EnumMap<>(Anomaly.Kind.class);
        for (long seed = 0; seed < SEEDS; seed++) {
            History history = RandomTale.of(seed);
            Set<String> found = new TreeSet<>();
            for (Anomaly anomaly : Judged.all(Verdicts.of(Guarantee.EXACTLY_ONCE, history))) {
                if (COMPARED.contains(anomaly.kind()) && !isOfTransaction((Finding) anomaly)) {
                    counts.merge(anomaly.kind(), 1, Integer::sum);
                    found.add(words((Finding) anomaly));
                }
            }

            assertThat(found).as("seed %d: %s", seed, history.events()).isEqualTo(SlowWitness.of(history));
        }
        assertThat(counts.keySet()).as("every kind came up").isEqualTo(COMPARED);
    }

    private static boolean isOfTransaction(Finding finding) {
        return finding.facts().getOrDefault("did", "").startsWith("committed transaction");
    }

    private static String words(Finding finding) {
        String about =
                switch (finding.kind()) {
                    case COMMIT_REGRESS ->
                        "t-" + finding.facts().get("partition") + " "
                                + finding.facts().get("before") + " "
                                + finding.facts().get("after");
                    case KEY_SCATTERED -> finding.facts().get("key");
                    case ZOMBIE_EFFECT -> finding.facts().get("did");
                    case REPLICAS_DIVERGED -> finding.facts().get("place");
                    case POLL_REWIND, REWIND_WITHIN_POLL ->
                        finding.facts().get("by") + " "
                                + finding.sightings().get(0).place() + " "
                                + finding.sightings().get(1).place();
                    default -> finding.record().orElseThrow().toString();
                };
        return finding.kind() + " " + about;
    }
}
