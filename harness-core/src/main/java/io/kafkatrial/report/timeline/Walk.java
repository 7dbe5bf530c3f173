/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.timeline;

import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.Kind;
import io.kafkatrial.history.RecordId;
import io.kafkatrial.report.words.Course;
import io.kafkatrial.report.words.EventKind;
import io.kafkatrial.report.words.EventKinds;
import io.kafkatrial.report.words.Lane;
import io.kafkatrial.report.words.Plain;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One walk over a history, which fills the columns. Confined to one rendering. */
final class Walk {

    /** Stretches in which a long history is counted. */
    private static final int STRETCHES = 1_500;

    /** A lane of the timeline. */
    record Track(Lane group, String name) {}

    private record Stretch(Marks.Row row, long number) {}

    private final Keep keep;
    private final Course course;
    private final Names<Track> lanes = new Names<>();
    private final Names<EventKind> kinds = new Names<>();
    private final Names<String> partitions = new Names<>();
    private final Names<String> producers = new Names<>();
    private final Names<String> keys = new Names<>();
    private final Marks marks = new Marks();
    private final Ribbons ribbons = new Ribbons();
    private final Map<Stretch, Long> counted = new HashMap<>();
    private final Map<EventKind, List<String>> otherNames = new HashMap<>();
    private final long stretch;
    private @Nullable Marks.Row[] rowsOfLanes = new Marks.Row[0];

    Walk(Course course, Keep keep) {
        this.keep = keep;
        this.course = course;
        this.stretch = Math.max(1, micros(course.end()) / STRETCHES);
    }

    Names<Track> lanes() {
        return lanes;
    }

    Names<EventKind> kinds() {
        return kinds;
    }

    Names<String> partitions() {
        return partitions;
    }

    Names<String> producers() {
        return producers;
    }

    Names<String> keys() {
        return keys;
    }

    Marks marks() {
        return marks;
    }

    Ribbons ribbons() {
        return ribbons;
    }

    long micros(Instant at) {
        return TimelineData.micros(course.start(), at);
    }

    int lane(Lane group, String name) {
        return lanes.number(new Track(group, name));
    }

    void over(History history) {
        rowsOfLanes = new Marks.Row[history.lanes().size()];
        for (Cursor at = history.cursor(); at.next(); ) {
            if (at.lane().kind() == Kind.OTHER) {
                other(at.event(), keep.wants(at));
            } else {
                ofRecord(at, history);
            }
        }
        counted.forEach((part, count) -> marks.addMany(part.row, part.number * stretch + stretch / 2, count));
    }

    private void other(Event event, boolean wanted) {
        if (EventKinds.isHousekeeping(event)) {
            return;
        }
        Marks.Row row = row(event);
        long micros = micros(event.at());
        ribbons.read(event, row.lane(), micros);
        if (wanted) {
            RecordId id = EventKinds.id(event);
            long sequence = id == null ? Marks.NONE : id.sequence();
            long offset = EventKinds.number(event, "offset");
            marks.add(row, new Marks.Point(micros, offset, sequence, Marks.NONE));
        }
    }

    private void ofRecord(Cursor at, History history) {
        int lane = at.lane().index();
        Marks.Row row = rowsOfLanes[lane];
        if (row == null) {
            row = row(at.event());
            rowsOfLanes[lane] = row;
        }
        long micros = micros(Instant.ofEpochSecond(0, at.nanos()));
        if (!keep.wants(at)) {
            counted.merge(new Stretch(row, Math.floorDiv(micros, stretch)), 1L, Long::sum);
            return;
        }
        long offset = at.lane().hasOffset() ? at.offset() : Marks.NONE;
        long sequence = at.lane().hasSequence() ? at.sequence() : Marks.NONE;
        int key = at.lane().hasKey() && at.key() >= 0 ? keys.number(Plain.name(history.key(at.key()))) : Marks.NONE;
        marks.add(row, new Marks.Point(micros, offset, sequence, key));
    }

    private Marks.Row row(Event event) {
        EventKind kind = EventKinds.of(event.getClass());
        long partition = EventKinds.number(event, "partition");
        int place = partition < 0 ? Marks.NONE : partitions.number(EventKinds.value(event, "topic") + "-" + partition);
        RecordId id = EventKinds.id(event);
        int producer = id == null ? Marks.NONE : producers.number(Plain.name(id.producer()));
        List<String> values = new ArrayList<>();
        for (String name : otherNames.computeIfAbsent(kind, EventKind::otherNames)) {
            String value = EventKinds.value(event, name);
            values.add(value == null ? "" : value);
        }
        return new Marks.Row(kinds.number(kind), laneOf(event, kind), place, producer, values);
    }

    private int laneOf(Event event, EventKind kind) {
        String who = EventKinds.who(event);
        if (event instanceof Event.ClientChanged && lanes.all().contains(new Track(Lane.PRODUCERS, who))) {
            return lane(Lane.PRODUCERS, who);
        }
        return lane(kind.lane(), who);
    }
}
