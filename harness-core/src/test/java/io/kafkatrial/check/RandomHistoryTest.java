/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.history.History;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Another seed: {@code -Dtrial.seed=N}. */
class RandomHistoryTest {

    private static final int RUNS = 2_000;

    private static final Set<Anomaly.Kind> COMPARED = Set.of(
            Anomaly.Kind.LOST_WRITE,
            Anomaly.Kind.PHANTOM,
            Anomaly.Kind.FALSE_FAILURE,
            Anomaly.Kind.DUPLICATE_APPEND,
            Anomaly.Kind.DUPLICATE_DELIVERY,
            Anomaly.Kind.DUPLICATE_EFFECT,
            Anomaly.Kind.MISSED_DELIVERY,
            Anomaly.Kind.MISSED_EFFECT,
            Anomaly.Kind.REORDERED_APPEND);

    @Test
    void checkerAgreesWithTheDefinitionsOnRandomHistories() {
        long start = Long.getLong("trial.seed", new SplittableRandom().nextLong());
        Map<Anomaly.Kind, Integer> met = new EnumMap<>(Anomaly.Kind.class);
        for (long seed = start; seed < start + RUNS; seed++) {
            History history = new RandomHistory(seed).draw();

            Set<String> anomalies = new TreeSet<>();
            for (Anomaly anomaly : all(Verdicts.of(Guarantee.EXACTLY_ONCE, history))) {
                if (COMPARED.contains(anomaly.kind())) {
                    anomalies.add(name(anomaly));
                    met.merge(anomaly.kind(), 1, Integer::sum);
                }
            }

            assertThat(anomalies)
                    .as("-Dtrial.seed=%d gives %s", seed, history)
                    .isEqualTo(new SlowJudge(history).anomalies());
        }
        assertThat(met.keySet()).as("kinds met from -Dtrial.seed=%d on", start).isEqualTo(COMPARED);
    }

    @Test
    void verdictFollowsFromTheAnomaliesAndNothingElse() {
        long start = Long.getLong("trial.seed", new SplittableRandom().nextLong());
        for (long seed = start; seed < start + RUNS; seed++) {
            History history = new RandomHistory(seed).draw();
            for (Guarantee guarantee : Guarantee.values()) {
                Verdict verdict = Verdicts.of(guarantee, history);

                assertThat(verdict).as("-Dtrial.seed=%d", seed).isEqualTo(Verdicts.of(guarantee, history));
                assertThat(verdict.notes()).as("-Dtrial.seed=%d", seed).allSatisfy(note -> assertThat(
                                guarantee.forbids(note.kind())
                                        && verdict.checked().evidence().get(note.topic()) != Checked.Evidence.EFFECTS)
                        .isFalse());
                if (verdict instanceof Verdict.Fail fail) {
                    assertThat(fail.anomalies())
                            .as("-Dtrial.seed=%d", seed)
                            .allMatch(anomaly -> guarantee.forbids(anomaly.kind()));
                }
            }
        }
    }

    private static List<Anomaly> all(Verdict verdict) {
        List<Anomaly> all = new ArrayList<>(verdict.notes());
        if (verdict instanceof Verdict.Fail fail) {
            all.addAll(fail.anomalies());
        }
        return all;
    }

    private static String name(Anomaly anomaly) {
        String name = anomaly.kind() + " " + anomaly.record().orElseThrow();
        if (anomaly instanceof Anomaly.DuplicateEffect effect) {
            return name + " " + effect.by();
        }
        if (anomaly instanceof Anomaly.MissedEffect effect) {
            return name + " " + effect.by();
        }
        if (anomaly instanceof Anomaly.DuplicateDelivery delivery) {
            return name + " " + delivery.group();
        }
        return anomaly instanceof Anomaly.MissedDelivery delivery ? name + " " + delivery.group() : name;
    }
}
