/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Checked;
import io.kafkatrial.check.Finding;
import io.kafkatrial.check.Scene;
import io.kafkatrial.check.Sighting;
import io.kafkatrial.history.History;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Says anomalies, counts and times in plain words; times relative to the first event of the history. */
final class Wording {

    private static final int MANY = 4;

    private final Instant start;

    Wording(History history) {
        start = history.events().isEmpty()
                ? Instant.EPOCH
                : history.events().get(0).at();
    }

    /** {@code +3.214 s}. */
    String time(Instant at) {
        double seconds = Duration.between(start, at).toNanos() / 1e9;
        return String.format(Locale.ROOT, "%+.3f s", seconds);
    }

    String sentence(Anomaly anomaly) {
        String sentence;
        if (anomaly instanceof Finding finding) {
            sentence = filled(finding);
        } else if (anomaly instanceof Anomaly.LostWrite lost) {
            sentence = lost(lost);
        } else if (anomaly instanceof Anomaly.Phantom phantom) {
            sentence = phantom.id() + " was never sent, yet " + seen(phantom.seen());
        } else if (anomaly instanceof Anomaly.Misrouted misrouted) {
            sentence = misrouted.id() + " was sent to " + misrouted.sentTo() + ", yet " + seen(misrouted.seen());
        } else if (anomaly instanceof Anomaly.FalseFailure lie) {
            sentence = "send of " + lie.id() + " was reported as failed (" + lie.error() + "), yet " + seen(lie.seen());
        } else if (anomaly instanceof Anomaly.Diverged diverged) {
            sentence = diverged.sightings().get(0).place() + " held " + diverged.id() + " for one reader and "
                    + diverged.other() + " for another: " + list(diverged.sightings());
        } else if (anomaly instanceof Anomaly.DuplicateAppend duplicate) {
            sentence = duplicate.id() + " was sent once but lies in the log " + times(duplicate.sightings()) + ": "
                    + places(duplicate.sightings());
        } else {
            sentence = ofReaders(anomaly);
        }
        return sentence + inForce(anomaly.scene()) + ".";
    }

    private String filled(Finding finding) {
        String words = finding.kind().words().orElseThrow().replace("{topic}", finding.topic());
        words = words.replace("{record}", finding.record().map(Object::toString).orElse("a record"));
        for (int i = 0; i < finding.sightings().size(); i++) {
            Sighting sighting = finding.sightings().get(i);
            words = words.replace("{" + i + "}", who(sighting) + " at " + seenAs(sighting));
        }
        for (Map.Entry<String, String> fact : finding.facts().entrySet()) {
            words = words.replace("{" + fact.getKey() + "}", fact.getValue());
        }
        return words;
    }

    private String ofReaders(Anomaly anomaly) {
        if (anomaly instanceof Anomaly.MissedEffect missed) {
            return missed.by() + " never processed " + missed.id() + ", which was acked at " + seenAs(missed.ack())
                    + leader(missed.scene());
        }
        if (anomaly instanceof Anomaly.DuplicateEffect twice) {
            return twice.by() + " processed " + twice.id() + " " + times(twice.sightings()) + ": "
                    + list(twice.sightings());
        }
        if (anomaly instanceof Anomaly.MissedDelivery missed) {
            return "group " + missed.group() + (missed.skipped() ? " skipped " : " had not got ") + missed.id()
                    + (missed.skipped() ? "" : " when the test ended") + ", which was acked at "
                    + seenAs(missed.ack()) + leader(missed.scene());
        }
        if (anomaly instanceof Anomaly.DuplicateDelivery twice) {
            return "group " + twice.group() + " got " + twice.id() + " " + times(twice.sightings()) + ": "
                    + list(twice.sightings());
        }
        if (anomaly instanceof Anomaly.ReorderedAppend order) {
            return order.id() + " was sent before " + order.overtaker() + " but lies behind it: "
                    + order.sightings().get(1).place() + " after "
                    + order.sightings().get(0).place();
        }
        Anomaly.ReorderedKey order = (Anomaly.ReorderedKey) anomaly;
        return order.id() + " was sent before " + order.overtaker() + " under the same key '" + order.key()
                + "' but came after it: " + list(order.sightings());
    }

    private String lost(Anomaly.LostWrite lost) {
        String there = lost.nowThere()
                .map(other -> "; " + lost.ack().place() + " now holds " + other)
                .orElse(lost.ack().offset() >= lost.logEnd() ? "; the log ends at " + lost.logEnd() : "");
        return lost.id() + " was acked at " + seenAs(lost.ack()) + leader(lost.scene()) + ", but the final read"
                + leader(" under", lost.after()) + " did not find it" + there;
    }

    private static String who(Sighting sighting) {
        return sighting.by().equals("final read") ? "the final read" : sighting.by();
    }

    private static String times(List<Sighting> sightings) {
        return sightings.size() == 2 ? "twice" : sightings.size() + " times";
    }

    private String seen(Sighting sighting) {
        return who(sighting) + " saw it at " + seenAs(sighting);
    }

    /** {@code orders-0@137 (+3.214 s)}. */
    private String seenAs(Sighting sighting) {
        return sighting.place() + " (" + time(sighting.at()) + ")";
    }

    private String list(List<Sighting> sightings) {
        return more(sightings, sighting -> who(sighting) + " at " + seenAs(sighting));
    }

    private static String places(List<Sighting> sightings) {
        return more(sightings, Sighting::place);
    }

    private static String more(List<Sighting> sightings, Function<Sighting, String> words) {
        String first = sightings.stream().limit(MANY).map(words).collect(Collectors.joining(", "));
        return sightings.size() > MANY ? first + " and " + (sightings.size() - MANY) + " more" : first;
    }

    private static String leader(Scene scene) {
        return leader(" by", scene);
    }

    private static String leader(String preposition, Scene scene) {
        return scene.leader()
                .map(leader -> preposition + " broker " + leader.broker() + " in epoch " + leader.epoch())
                .orElse("");
    }

    private static String inForce(Scene scene) {
        return scene.faults().isEmpty() ? "" : "; in force: " + String.join(", ", scene.faults());
    }

    /** {@code 2 lost writes, 1 duplicate append}. */
    static String counts(List<Anomaly> anomalies) {
        Map<Anomaly.Kind, Integer> counts = new EnumMap<>(Anomaly.Kind.class);
        anomalies.forEach(anomaly -> counts.merge(anomaly.kind(), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(count -> many(count.getValue(), name(count.getKey())))
                .collect(Collectors.joining(", "));
    }

    static String name(Anomaly.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String many(long count, String noun) {
        if (count == 1) {
            return "1 " + noun;
        }
        boolean changes = noun.endsWith("y") && !noun.endsWith("ey");
        return count + " " + (changes ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s");
    }

    static String checked(Checked checked) {
        return many(checked.sent(), "send") + " (" + checked.acked() + " acked, " + checked.failed() + " failed, "
                + checked.unknown() + " unknown), " + checked.found() + " found in "
                + many(checked.partitions(), "partition") + ", " + many(checked.deliveries(), "delivery") + ", "
                + many(checked.effects(), "effect") + ", " + checked.foreign() + " foreign";
    }

    /** {@code orders by effects, payments by log}. */
    static String evidence(Checked checked) {
        return checked.evidence().entrySet().stream()
                .map(topic -> topic.getKey() + " by " + topic.getValue().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
