/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Sighting;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.RecordId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the few operations that touched an anomaly's record or place, or changed the leader of its
 * partition, and the faults between them. One pass for all anomalies. Confined to one rendering.
 */
final class Operations {

    private static final int MOST = 24;

    private final Map<Object, List<Set<Event>>> wanted = new HashMap<>();
    private final List<Set<Event>> all = new ArrayList<>();

    Operations(History history, List<Anomaly> anomalies) {
        for (Anomaly anomaly : anomalies) {
            Set<Event> operations = new LinkedHashSet<>();
            all.add(operations);
            anomaly.record().ifPresent(id -> want(id, operations));
            for (Sighting sighting : anomaly.sightings()) {
                String partition = sighting.topic() + "-" + sighting.partition();
                want(partition, operations);
                want(sighting.place(), operations);
            }
        }
        history.events().forEach(this::read);
    }

    /** The operations of the anomaly with that index, in the order of the history. */
    List<Event> of(int anomaly) {
        return List.copyOf(all.get(anomaly));
    }

    private void want(Object key, Set<Event> operations) {
        wanted.computeIfAbsent(key, any -> new ArrayList<>()).add(operations);
    }

    private void read(Event event) {
        if (event instanceof Event.FaultFired || event instanceof Event.FaultHealed) {
            all.forEach(operations -> add(operations, event));
        } else if (event instanceof Event.SendInvoked sent) {
            offer(sent.id(), event);
        } else if (event instanceof Event.SendAcked ack) {
            offer(ack.id(), event);
            offer(ack.topic() + "-" + ack.partition() + "@" + ack.offset(), event);
        } else if (event instanceof Event.SendFailed failure) {
            offer(failure.id(), event);
        } else if (event instanceof Event.SendUnknown unknown) {
            offer(unknown.id(), event);
        } else if (event instanceof Event.Polled polled) {
            seen(polled.id(), polled.topic() + "-" + polled.partition() + "@" + polled.offset(), event);
        } else if (event instanceof Event.Processed done) {
            seen(done.id(), done.topic() + "-" + done.partition() + "@" + done.offset(), event);
        } else if (event instanceof Event.Found found) {
            seen(found.id(), found.topic() + "-" + found.partition() + "@" + found.offset(), event);
        } else if (event instanceof Event.Drained read) {
            offer(read.topic() + "-" + read.partition(), event);
        } else if (event instanceof Event.LeaderChanged change) {
            offer(change.topic() + "-" + change.partition(), event);
        }
    }

    private void seen(Optional<RecordId> id, String place, Event event) {
        id.ifPresent(identity -> offer(identity, event));
        offer(place, event);
    }

    private void offer(Object key, Event event) {
        List<Set<Event>> takers = wanted.get(key);
        if (takers != null) {
            takers.forEach(operations -> add(operations, event));
        }
    }

    private static void add(Set<Event> operations, Event event) {
        if (operations.size() < MOST) {
            operations.add(event);
        }
    }
}
