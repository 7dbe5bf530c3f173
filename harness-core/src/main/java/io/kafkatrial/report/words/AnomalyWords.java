/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.words;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Finding;
import io.kafkatrial.check.Scene;
import io.kafkatrial.check.Sighting;
import io.kafkatrial.history.RecordId;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The table of how anomalies are told: one plain sentence each. A kind of anomaly without a line here is told
 * from its components by their names; with a line it reads well. Immutable.
 */
final class AnomalyWords {

    private static final int MANY = 4;
    private static final Set<String> COMMON = Set.of("id", "sightings", "scene", "after", "ack", "seen");
    private static final Map<Class<? extends Anomaly>, BiFunction<AnomalyWords, Anomaly, String>> TABLE =
            new HashMap<>();

    static {
        tell(Finding.class, AnomalyWords::filled);
        tell(Anomaly.LostWrite.class, AnomalyWords::lost);
        tell(Anomaly.Phantom.class, (say, a) -> record(a.id()) + " was never sent, yet " + say.saw(a.seen()));
        tell(
                Anomaly.Misrouted.class,
                (say, a) -> record(a.id()) + " was sent to " + Plain.name(a.sentTo()) + ", yet " + say.saw(a.seen()));
        tell(
                Anomaly.FalseFailure.class,
                (say, a) -> "send of " + record(a.id()) + " was reported as failed (" + Plain.text(a.error())
                        + "), yet " + say.saw(a.seen()));
        tell(
                Anomaly.Diverged.class,
                (say, a) -> place(a.sightings().get(0)) + " held " + record(a.id()) + " for one reader and "
                        + record(a.other()) + " for another: " + say.list(a.sightings())
                        + say.course.elections(a));
        tell(
                Anomaly.DuplicateAppend.class,
                (say, a) -> record(a.id()) + " was sent once but lies in the log " + times(a.sightings()) + ": "
                        + more(a.sightings(), AnomalyWords::place));
        tell(
                Anomaly.MissedEffect.class,
                (say, a) -> Plain.name(a.by()) + " never processed " + record(a.id()) + ", which was "
                        + say.acked(a.ack(), a.scene()));
        tell(
                Anomaly.DuplicateEffect.class,
                (say, a) -> Plain.name(a.by()) + " processed " + record(a.id()) + " " + times(a.sightings()) + ": "
                        + say.list(a.sightings()) + say.course.handovers(a));
        tell(
                Anomaly.MissedDelivery.class,
                (say, a) -> "group " + Plain.name(a.group()) + (a.skipped() ? " skipped " : " had not got ")
                        + record(a.id()) + (a.skipped() ? "" : " when the test ended") + ", which was "
                        + say.acked(a.ack(), a.scene()));
        tell(
                Anomaly.DuplicateDelivery.class,
                (say, a) -> "group " + Plain.name(a.group()) + " got " + record(a.id()) + " " + times(a.sightings())
                        + ": " + say.list(a.sightings()) + say.course.handovers(a));
        tell(
                Anomaly.ReorderedAppend.class,
                (say, a) -> record(a.id()) + " was sent before " + record(a.overtaker()) + " but lies behind it: "
                        + place(a.sightings().get(1)) + " after "
                        + place(a.sightings().get(0)));
        tell(
                Anomaly.ReorderedKey.class,
                (say, a) -> record(a.id()) + " was sent before " + record(a.overtaker()) + " under the same key '"
                        + Plain.name(a.key()) + "' but came after it: " + say.list(a.sightings())
                        + say.course.handovers(a));
    }

    private final Words words;
    private final TurningPoints course;

    AnomalyWords(Words words, Course course) {
        this.words = words;
        this.course = new TurningPoints(words, course);
    }

    private static <A extends Anomaly> void tell(Class<A> type, BiFunction<AnomalyWords, A, String> telling) {
        TABLE.put(type, (words, anomaly) -> telling.apply(words, type.cast(anomaly)));
    }

    /** Tell an anomaly in one sentence, without its full stop. */
    String sentence(Anomaly anomaly) {
        return TABLE.getOrDefault(anomaly.getClass(), AnomalyWords::derived).apply(this, anomaly)
                + inForce(anomaly.scene());
    }

    /** A finding brings its words; what they name and it has not, is a question mark. */
    private String filled(Finding finding) {
        return Template.of(finding.kind().words().orElse("")).fill(name -> value(finding, name))
                + course.elections(finding);
    }

    private String value(Finding finding, String name) {
        String fact = finding.facts().get(name);
        if (fact != null) {
            return Plain.name(fact);
        } else if (name.equals("record")) {
            return finding.record().map(AnomalyWords::record).orElse("a record");
        } else if (name.equals("topic")) {
            return Plain.name(finding.topic());
        } else if (name.matches("\\d{1,3}")
                && Integer.parseInt(name) < finding.sightings().size()) {
            Sighting sighting = finding.sightings().get(Integer.parseInt(name));
            return who(sighting) + " at " + seenAs(sighting);
        }
        return "?";
    }

    /** For a kind without a line in the table. */
    String derived(Anomaly anomaly) {
        StringBuilder out = new StringBuilder(Words.name(anomaly.kind()))
                .append(anomaly.record().map(id -> ": " + record(id)).orElse(""));
        if (anomaly.getClass().isRecord()) {
            for (RecordComponent component : anomaly.getClass().getRecordComponents()) {
                if (!COMMON.contains(component.getName())) {
                    say(component, anomaly).ifPresent(said -> out.append(", ").append(said));
                }
            }
        }
        return out.append(anomaly.sightings().isEmpty() ? "" : ": " + list(anomaly.sightings()))
                .append(course.elections(anomaly))
                .toString();
    }

    private Optional<String> say(RecordComponent component, Anomaly anomaly) {
        try {
            component.getAccessor().setAccessible(true);
            Object value = component.getAccessor().invoke(anomaly);
            if (value instanceof Optional<?> some) {
                value = some.orElse(null);
            }
            if (value == null || value instanceof Scene) {
                return Optional.empty();
            }
            String said = value instanceof Sighting seen ? seenAs(seen) : Plain.text(words.value(value));
            return Optional.of(EventKind.spoken(component.getName()) + " " + said);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("component " + component, impossible);
        }
    }

    private String lost(Anomaly.LostWrite lost) {
        String there = lost.nowThere()
                .map(other -> "; " + place(lost.ack()) + " now holds " + record(other))
                .orElse(
                        lost.ack().offset() >= lost.logEnd()
                                ? "; the log now ends at " + lost.logEnd()
                                : "; the final read did not find it");
        String points = course.elections(lost);
        String still = lost.stillOn().isEmpty()
                ? ""
                : "; broker " + lost.stillOn().stream().map(String::valueOf).collect(Collectors.joining(" and broker "))
                        + " still has it in its own log";
        return record(lost.id()) + " " + acked(lost.ack(), lost.scene()) + points + there + still;
    }

    /** {@code acked at orders-0@1 by broker 2 (epoch 4, ISR {2}) at 3.214 s}. */
    private String acked(Sighting ack, Scene scene) {
        return "acked at " + place(ack) + course.leader(ack, scene) + " at " + words.clock(ack.at());
    }

    private String saw(Sighting sighting) {
        return who(sighting) + " saw it at " + seenAs(sighting);
    }

    private static String record(RecordId id) {
        return Plain.name(id.toString());
    }

    private static String place(Sighting sighting) {
        return Plain.name(sighting.place());
    }

    private static String who(Sighting sighting) {
        return sighting.by().equals("final read") ? "the final read" : Plain.name(sighting.by());
    }

    private static String times(List<Sighting> sightings) {
        return sightings.size() == 2 ? "twice" : sightings.size() + " times";
    }

    /** {@code orders-0@137 (+3.214 s)}. */
    private String seenAs(Sighting sighting) {
        return place(sighting) + " (" + words.time(sighting.at()) + ")";
    }

    private String list(List<Sighting> sightings) {
        return more(sightings, sighting -> who(sighting) + " at " + seenAs(sighting));
    }

    private static String more(List<Sighting> sightings, Function<Sighting, String> words) {
        String first = sightings.stream().limit(MANY).map(words).collect(Collectors.joining(", "));
        return sightings.size() > MANY ? first + " and " + (sightings.size() - MANY) + " more" : first;
    }

    private static String inForce(Scene scene) {
        return scene.faults().isEmpty()
                ? ""
                : "; in force: " + scene.faults().stream().map(Plain::name).collect(Collectors.joining(", "));
    }
}
