/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.timeline;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kafkatrial.history.Event;
import io.kafkatrial.report.words.EventKind;
import io.kafkatrial.report.words.EventKinds;
import io.kafkatrial.report.words.Plain;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What lasted: processes, leadership, in-sync sets, assignments, transactions. A ribbon is a list of changes;
 * each holds until the next one of its lane. Confined to one rendering.
 */
final class Ribbons {

    private static final int MOST_CHANGES = 5_000;

    /** From here on it was so. Empty text ends what was before. */
    record Change(long micros, String text, String tint) {}

    /** A lane has a wide ribbon and, below it, a thin one. */
    private record Place(int lane, boolean thin) {}

    private final Map<Place, List<Change>> all = new LinkedHashMap<>();
    private final Map<String, SortedSet<String>> owned = new LinkedHashMap<>();
    private final Map<Integer, Integer> mostInSync = new LinkedHashMap<>();

    void read(Event event, int lane, long micros) {
        if (event instanceof Event.IsrChanged change) {
            int members = change.isr().size();
            mostInSync.merge(lane, members, Math::max);
            String text = "ISR " + change.isr().stream().map(String::valueOf).collect(Collectors.joining(","));
            add(new Place(lane, /* thin= */ true), new Change(micros, text, Integer.toString(members)));
        } else if (event instanceof Event.Assigned assigned) {
            SortedSet<String> mine = owned.computeIfAbsent(assigned.consumer(), any -> new TreeSet<>());
            mine.addAll(assigned.partitions());
            owns(lane, micros, mine);
        } else if (event instanceof Event.Revoked revoked) {
            SortedSet<String> mine = owned.computeIfAbsent(revoked.consumer(), any -> new TreeSet<>());
            mine.removeAll(revoked.partitions());
            owns(lane, micros, mine);
        } else {
            EventKinds.ribbon(event)
                    .ifPresent(text -> add(
                            new Place(lane, /* thin= */ false),
                            new Change(micros, text.equals(EventKind.END) ? "" : text, tint(event, text))));
        }
    }

    private void owns(int lane, long micros, SortedSet<String> partitions) {
        add(
                new Place(lane, /* thin= */ false),
                new Change(micros, Plain.name(String.join(", ", partitions)), "accent"));
    }

    private void add(Place place, Change change) {
        List<Change> changes = all.computeIfAbsent(place, any -> new ArrayList<>());
        if (changes.size() < MOST_CHANGES) {
            changes.add(change);
        }
    }

    private static String tint(Event event, String text) {
        if (event instanceof Event.LeaderChanged change) {
            return broker(change.leader());
        } else if (event instanceof Event.ControllerChanged change) {
            return broker(change.controller());
        } else if (event instanceof Event.CoordinatorChanged change) {
            return broker(change.broker());
        }
        String state = text.toLowerCase(Locale.ROOT);
        if (state.matches("(running|started|active|stable)")) {
            return "calm";
        }
        String all = state + event.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        if (all.matches(".*(crashed|killed|dead|failed|abort).*")) {
            return "bad";
        }
        return all.matches(".*(paused|stopp|closed|fenced|commit|lost).*") ? "warn" : "accent";
    }

    private static String broker(OptionalInt broker) {
        return broker.isPresent() ? "b" + Math.floorMod(broker.getAsInt(), 9) : "bad";
    }

    /** How bad an in-sync set is shows when the largest is known. */
    private String ofIsr(int lane, Change change) {
        int members = Integer.parseInt(change.tint());
        return members == mostInSync.getOrDefault(lane, members) ? "calm" : members <= 1 ? "bad" : "warn";
    }

    void write(JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("ribbons");
        for (Map.Entry<Place, List<Change>> ribbon : all.entrySet()) {
            out.writeStartObject();
            out.writeNumberField("lane", ribbon.getKey().lane());
            out.writeBooleanField("thin", ribbon.getKey().thin());
            out.writeArrayFieldStart("changes");
            for (Change change : ribbon.getValue()) {
                out.writeStartArray();
                out.writeNumber(change.micros());
                out.writeString(change.text());
                out.writeString(ribbon.getKey().thin() ? ofIsr(ribbon.getKey().lane(), change) : change.tint());
                out.writeEndArray();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
