/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.words;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Scene;
import io.kafkatrial.check.Sighting;
import io.kafkatrial.history.Event;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The moments in which a story turned: elections, crashes, partitions changing hands. Immutable. */
final class TurningPoints {

    /** More would hide the story; the table below it has them. */
    private static final int MOST = 4;

    private final Words words;
    private final Course course;

    TurningPoints(Words words, Course course) {
        this.words = words;
        this.course = course;
    }

    /** {@code  by broker 2 (epoch 4, ISR {2})}: who led when it was seen; empty if the history does not say. */
    String leader(Sighting seen, Scene scene) {
        if (scene.leader().isEmpty()) {
            return "";
        }
        String isr = course.isr(partition(seen), seen.at())
                .map(members ->
                        ", ISR {" + members.stream().map(String::valueOf).collect(Collectors.joining(",")) + "}")
                .orElse("");
        Scene.Leader leader = scene.leader().get();
        return " by broker " + leader.broker() + " (epoch " + leader.epoch() + isr + ")";
    }

    /** The elections of the anomaly's partition since it was first seen, as clauses that begin with a semicolon. */
    String elections(Anomaly anomaly) {
        if (anomaly.sightings().isEmpty()) {
            return "";
        }
        Sighting first = anomaly.sightings().get(0);
        Sighting last = anomaly.sightings().get(anomaly.sightings().size() - 1);
        Instant to = anomaly.sightings().size() == 1 ? course.end() : last.at();
        return clauses(course.elections(partition(first), first.at(), to));
    }

    /** Who got and lost the anomaly's partition between its first and last sighting, as clauses. */
    String handovers(Anomaly anomaly) {
        if (anomaly.sightings().size() < 2) {
            return "";
        }
        Sighting first = anomaly.sightings().get(0);
        Sighting last = anomaly.sightings().get(anomaly.sightings().size() - 1);
        return clauses(course.handovers(partition(first), first.at(), last.at()));
    }

    private String clauses(List<Event> points) {
        String said = points.stream().limit(MOST).map(this::clause).collect(Collectors.joining());
        return points.size() > MOST ? said + "; and " + Words.many(points.size() - MOST, "change") + " more" : said;
    }

    private String clause(Event event) {
        return "; " + what(event) + " at " + words.clock(event.at());
    }

    private static String what(Event event) {
        if (event instanceof Event.LeaderChanged change) {
            return (change.leader().isPresent()
                            ? "broker " + change.leader().getAsInt() + " elected"
                            : change.topic() + "-" + change.partition() + " left without a leader")
                    + " (epoch " + change.leaderEpoch() + ")";
        } else if (event instanceof Event.BrokerChanged change) {
            return "broker " + change.broker() + " "
                    + Plain.name(change.state()).toLowerCase(Locale.ROOT);
        } else if (event instanceof Event.Assigned assigned) {
            return "partition assigned to " + Plain.name(assigned.consumer());
        } else if (event instanceof Event.Revoked revoked) {
            return "taken from " + Plain.name(revoked.consumer());
        }
        return EventKinds.who(event) + " " + EventKinds.words(event);
    }

    private static String partition(Sighting seen) {
        return seen.topic() + "-" + seen.partition();
    }
}
