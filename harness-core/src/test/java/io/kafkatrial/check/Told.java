/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names an anomaly by its kind and what it is about, so that the answers of checks and witnesses can be compared. */
final class Told {

    private Told() {}

    static String of(Anomaly anomaly) {
        String about =
                switch (anomaly.kind()) {
                    case DIVERGED -> ((Anomaly.Diverged) anomaly).id() + " " + ((Anomaly.Diverged) anomaly).other();
                    case STALE_END -> "t-" + fact(anomaly, "partition") + " " + fact(anomaly, "end");
                    case TORN_TRANSACTION, LOST_COMMIT -> fact(anomaly, "transaction");
                    case TORN_OFFSETS ->
                        fact(anomaly, "transaction") + " " + fact(anomaly, "group") + " t-" + fact(anomaly, "partition")
                                + " " + fact(anomaly, "offset");
                    case TRANSACTION_CYCLE -> sorted(fact(anomaly, "circle").split(", "));
                    case MISSED_TOMBSTONE -> fact(anomaly, "group") + " " + fact(anomaly, "key");
                    case POLL_SKIP, SKIP_WITHIN_POLL, POLL_REWIND, REWIND_WITHIN_POLL ->
                        fact(anomaly, "by") + " "
                                + anomaly.sightings().get(0).place() + " "
                                + anomaly.sightings().get(1).place();
                    case SILENT_RESET ->
                        fact(anomaly, "by") + " t-" + fact(anomaly, "partition") + " " + fact(anomaly, "from") + " "
                                + fact(anomaly, "to") + " " + fact(anomaly, "cause");
                    case COMMIT_REGRESS ->
                        "t-" + fact(anomaly, "partition") + " " + fact(anomaly, "before") + " "
                                + fact(anomaly, "after");
                    case KEY_SCATTERED -> fact(anomaly, "key");
                    case ZOMBIE_EFFECT -> fact(anomaly, "did");
                    case REPLICAS_DIVERGED -> fact(anomaly, "place");
                    case DUPLICATE_EFFECT ->
                        ((Anomaly.DuplicateEffect) anomaly).id() + " " + ((Anomaly.DuplicateEffect) anomaly).by();
                    case MISSED_EFFECT ->
                        ((Anomaly.MissedEffect) anomaly).id() + " " + ((Anomaly.MissedEffect) anomaly).by();
                    case DUPLICATE_DELIVERY ->
                        ((Anomaly.DuplicateDelivery) anomaly).id() + " "
                                + ((Anomaly.DuplicateDelivery) anomaly).group();
                    case MISSED_DELIVERY ->
                        ((Anomaly.MissedDelivery) anomaly).id() + " " + ((Anomaly.MissedDelivery) anomaly).group();
                    case COMMIT_BEYOND_PROCESSED ->
                        anomaly.record().orElseThrow() + " " + fact(anomaly, "group") + " " + fact(anomaly, "offset");
                    case COMMIT_LOST ->
                        fact(anomaly, "later") + " t-" + fact(anomaly, "partition") + " " + fact(anomaly, "offset")
                                + " " + fact(anomaly, "answer");
                    case ASSIGNMENT_OVERLAP ->
                        "t-" + fact(anomaly, "partition") + " " + sorted(fact(anomaly, "one"), fact(anomaly, "two"));
                    case HANGING_TRANSACTION -> "t-" + fact(anomaly, "partition") + " " + fact(anomaly, "offset");
                    case AVAILABILITY_GAP ->
                        fact(anomaly, "who") + " " + fact(anomaly, "from") + " " + fact(anomaly, "duration");
                    case NOT_RECOVERED -> fact(anomaly, "what");
                    default -> anomaly.record().orElseThrow().toString();
                };
        return anomaly.kind() + " " + about;
    }

    private static String fact(Anomaly anomaly, String name) {
        return String.valueOf(((Finding) anomaly).facts().get(name));
    }

    static String sorted(String... names) {
        return Stream.of(names).sorted().distinct().collect(Collectors.joining(" "));
    }

    static String sorted(TreeSet<String> names) {
        return sorted(names.toArray(String[]::new));
    }

    /** The kind of what was told. */
    static Anomaly.Kind kind(String told) {
        return Arrays.stream(Anomaly.Kind.values())
                .filter(kind -> told.startsWith(kind + " "))
                .findFirst()
                .orElseThrow();
    }
}
