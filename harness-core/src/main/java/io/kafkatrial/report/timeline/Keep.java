/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.timeline;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Sighting;
import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.History;
import io.kafkatrial.history.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which events of a long history are drawn one by one: all of a short one; of a long one what touches the
 * record or the place of an anomaly, and all that is no record. Immutable once made.
 */
final class Keep {

    private final boolean all;
    private final int mostOthers;
    private final Set<Integer> records = new HashSet<>();
    private final Set<String> places = new HashSet<>();
    private final Set<String> partitions = new HashSet<>();
    private final History history;
    private int others;

    Keep(History history, List<Anomaly> anomalies, int most) {
        this.history = history;
        this.all = history.size() <= most;
        this.mostOthers = most / 2;
        for (Anomaly anomaly : anomalies) {
            anomaly.record().ifPresent(id -> records.add(history.number(id)));
            for (Sighting sighting : anomaly.sightings()) {
                partitions.add(sighting.topic() + "-" + sighting.partition());
                places.add(sighting.place());
            }
        }
    }

    boolean wants(Cursor at) {
        if (all) {
            return true;
        } else if (at.lane().kind() == Kind.OTHER) {
            return others++ < mostOthers;
        } else if (at.lane().hasSequence() && records.contains(at.record())) {
            return true;
        } else if (at.lane().hasOffset() && at.lane().place() >= 0) {
            String partition = history.names().places().name(at.lane().place()).toString();
            return partitions.contains(partition) && places.contains(partition + "@" + at.offset());
        }
        return false;
    }
}
