/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.words;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Checked;
import io.kafkatrial.check.Sighting;
import io.kafkatrial.history.History;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Says anomalies, counts and times in plain words; times count from the first event of the history. */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class Words {

    private final Course course;
    private final AnomalyWords anomalies;

    /** Words for one history; reads it once. */
    public Words(History history) {
        this(new Course(history));
    }

    Words(Course course) {
        this.course = course;
        this.anomalies = new AnomalyWords(this, course);
    }

    /** What happened to the cluster meanwhile. */
    public Course course() {
        return course;
    }

    /** {@code +3.214 s}. */
    public String time(Instant at) {
        return String.format(Locale.ROOT, "%+.3f s", seconds(at));
    }

    /** {@code 3.214 s}, within a sentence. */
    String clock(Instant at) {
        return String.format(Locale.ROOT, "%.3f s", seconds(at));
    }

    private double seconds(Instant at) {
        return Duration.between(course.start(), at).toNanos() / 1e9;
    }

    /** The story of an anomaly in one sentence. */
    public String sentence(Anomaly anomaly) {
        return anomalies.sentence(anomaly) + ".";
    }

    /** Any component of an anomaly. */
    String value(Object value) {
        if (value instanceof Instant at) {
            return clock(at);
        } else if (value instanceof Duration duration) {
            return String.format(Locale.ROOT, "%.3f s", duration.toNanos() / 1e9);
        } else if (value instanceof Sighting seen) {
            return seen.place();
        } else if (value instanceof Collection<?> some) {
            return some.stream().limit(4).map(this::value).collect(Collectors.joining(", "))
                    + (some.size() > 4 ? " and " + (some.size() - 4) + " more" : "");
        }
        return value.toString();
    }

    /** {@code 2 lost writes, 1 duplicate append}. */
    public static String counts(List<Anomaly> anomalies) {
        Map<Anomaly.Kind, Integer> counts = new EnumMap<>(Anomaly.Kind.class);
        anomalies.forEach(anomaly -> counts.merge(anomaly.kind(), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(count -> counted(count.getValue(), count.getKey()))
                .collect(Collectors.joining(", "));
    }

    /** So many of them, such that every kind is among them if there is room; in their order. */
    public static List<Anomaly> pick(List<Anomaly> anomalies, int most) {
        if (anomalies.size() <= most) {
            return anomalies;
        }
        Set<Anomaly.Kind> kinds = EnumSet.noneOf(Anomaly.Kind.class);
        SortedSet<Integer> picked = new TreeSet<>();
        for (int i = 0; i < anomalies.size() && picked.size() < most; i++) {
            if (kinds.add(anomalies.get(i).kind())) {
                picked.add(i);
            }
        }
        for (int i = 0; picked.size() < most; i++) {
            picked.add(i);
        }
        return picked.stream().map(anomalies::get).toList();
    }

    /** Kinds whose names are no things that could be counted. */
    private static String counted(int count, Anomaly.Kind kind) {
        return switch (kind) {
            case UNSEEN -> many(count, "unseen record");
            case DAMAGED -> many(count, "damaged record");
            case KEY_SCATTERED -> many(count, "scattered key");
            case COMMIT_LOST -> many(count, "lost commit");
            case TORN_OFFSETS -> many(count, "torn offset");
            case NOT_RECOVERED -> many(count, "missing recovery");
            case SKIP_WITHIN_POLL -> many(count, "skip") + " within a poll";
            case REWIND_WITHIN_POLL -> many(count, "rewind") + " within a poll";
            case COMMIT_BEYOND_PROCESSED -> many(count, "commit") + " beyond what was processed";
            default -> many(count, name(kind));
        };
    }

    /** {@code lost write}. */
    public static String name(Anomaly.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** {@code 1 send}, {@code 2 deliveries}. */
    public static String many(long count, String noun) {
        if (count == 1) {
            return "1 " + noun;
        }
        boolean changes = noun.endsWith("y") && !noun.endsWith("ey");
        return count + " " + (changes ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s");
    }

    /** What a verdict rests on, in one line. */
    public static String checked(Checked checked) {
        return many(checked.sent(), "send") + " (" + checked.acked() + " acked, " + checked.failed() + " failed, "
                + checked.unknown() + " unknown), " + checked.found() + " found in "
                + many(checked.partitions(), "partition") + ", " + many(checked.deliveries(), "delivery") + ", "
                + many(checked.effects(), "effect") + ", " + checked.foreign() + " foreign";
    }

    /** Told with a broken guarantee: whoever counts what it reads may have counted these, and ended too early. */
    public static String foreign(Checked checked) {
        return many(checked.foreign(), "sighting")
                + " of records that this test did not send; they are not judged. What earlier"
                + " tests left in a topic is read again: a test that counts what it reads needs a topic of its own";
    }

    /** {@code orders by effects, payments by log}. */
    public static String evidence(Checked checked) {
        return checked.evidence().entrySet().stream()
                .filter(topic -> !topic.getKey().startsWith("__"))
                .map(topic -> topic.getKey() + " by " + topic.getValue().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
