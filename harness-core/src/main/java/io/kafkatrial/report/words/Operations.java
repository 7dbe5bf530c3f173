/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.words;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Sighting;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.RecordId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Finds the few operations that touched an anomaly's record or place, or changed the leader of its
 * partition, and the faults between them. One pass for all anomalies. Confined to one rendering.
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class Operations {

    private static final int MOST_OF_THE_RECORD = 12;
    private static final int MOST_AROUND = 8;

    private final Map<Object, List<Taken>> wanted = new HashMap<>();
    private final List<Taken> all = new ArrayList<>();
    private int number;

    /** Find the operations of these anomalies; reads the history once. */
    public Operations(History history, List<Anomaly> anomalies) {
        for (Anomaly anomaly : anomalies) {
            Taken taken = new Taken(new TreeMap<>(), new TreeMap<>());
            all.add(taken);
            anomaly.record().ifPresent(id -> want(id, taken));
            for (Sighting sighting : anomaly.sightings()) {
                want(sighting.topic() + "-" + sighting.partition(), taken);
                want(sighting.place(), taken);
            }
        }
        if (!anomalies.isEmpty()) {
            history.events().forEach(this::read);
        }
    }

    /** The operations of the anomaly with that index, in the order of the history. */
    public List<Event> of(int anomaly) {
        Taken taken = all.get(anomaly);
        SortedMap<Integer, Event> both = new TreeMap<>(taken.ofTheRecord);
        both.putAll(taken.around);
        return List.copyOf(both.values());
    }

    private void want(Object key, Taken taken) {
        wanted.computeIfAbsent(key, any -> new ArrayList<>()).add(taken);
    }

    private void read(Event event) {
        number++;
        if (event instanceof Event.FaultFired || event instanceof Event.FaultHealed || isDownfall(event)) {
            all.forEach(taken -> taken.addAround(number, event));
            return;
        }
        RecordId id = EventKinds.id(event);
        if (id != null) {
            wanted.getOrDefault(id, List.of()).forEach(taken -> taken.addOfTheRecord(number, event));
        }
        long partition = EventKinds.number(event, "partition");
        if (partition < 0) {
            return;
        }
        String name = EventKinds.value(event, "topic") + "-" + partition;
        long offset = EventKinds.number(event, "offset");
        if (offset >= 0) {
            wanted.getOrDefault(name + "@" + offset, List.of()).forEach(taken -> taken.addOfTheRecord(number, event));
        } else if (id == null) {
            wanted.getOrDefault(name, List.of()).forEach(taken -> taken.addAround(number, event));
        }
    }

    private static boolean isDownfall(Event event) {
        return event instanceof Event.BrokerChanged change && !change.state().equalsIgnoreCase("running");
    }

    /** What one anomaly has taken, by the number of the event in the history. */
    private record Taken(SortedMap<Integer, Event> ofTheRecord, SortedMap<Integer, Event> around) {

        void addOfTheRecord(int number, Event event) {
            if (ofTheRecord.size() < MOST_OF_THE_RECORD) {
                ofTheRecord.put(number, event);
            }
        }

        /** The last ones are nearer to what went wrong than the first ones, but the first of all sets the scene. */
        void addAround(int number, Event event) {
            around.put(number, event);
            if (around.size() > MOST_AROUND) {
                around.remove(around.tailMap(around.firstKey() + 1).firstKey());
            }
        }
    }
}
