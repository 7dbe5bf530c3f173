/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.timeline;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened, one column for each property; {@link #NONE} where a mark has none. Offsets and sequences are
 * written as what they differ from the one expected, which is mostly nothing. Confined to one rendering.
 */
final class Marks {

    static final int NONE = -1;

    /** What a mark has in common with others. */
    record Row(int kind, int lane, int partition, int producer, List<String> values) {}

    /** What makes a mark different from others of its row. */
    record Point(long micros, long offset, long sequence, int key) {}

    private final Names<Row> rows = new Names<>();
    private final Longs row = new Longs();
    private final Longs micros = new Longs();
    private final Longs offset = new Longs();
    private final Longs sequence = new Longs();
    private final Longs key = new Longs();
    private final Map<Integer, Long> counts = new HashMap<>();

    void add(Row of, Point point) {
        row.add(rows.number(of));
        micros.add(point.micros);
        offset.add(point.offset);
        sequence.add(point.sequence);
        key.add(point.key);
    }

    /** Many of a row around one time, of which nothing more is said. */
    void addMany(Row of, long at, long count) {
        counts.put(micros.size(), count);
        add(of, new Point(at, NONE, NONE, NONE));
    }

    int size() {
        return micros.size();
    }

    void write(JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("marks");
        out.writeArrayFieldStart("rows");
        for (Row each : rows.all()) {
            out.writeStartArray();
            out.writeNumber(each.kind);
            out.writeNumber(each.lane);
            out.writeNumber(each.partition);
            out.writeNumber(each.producer);
            for (String value : each.values) {
                out.writeString(value);
            }
            out.writeEndArray();
        }
        out.writeEndArray();
        column(out, "row", row);
        differences(out, "at", micros);
        expected(out, "offset", offset);
        expected(out, "sequence", sequence);
        column(out, "key", key);
        out.writeArrayFieldStart("counts");
        for (int index : new ArrayList<>(counts.keySet()).stream().sorted().toList()) {
            out.writeNumber(index);
            out.writeNumber(counts.getOrDefault(index, 0L));
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void column(JsonGenerator out, String name, Longs column) throws IOException {
        out.writeArrayFieldStart(name);
        for (int i = 0; i < column.size(); i++) {
            out.writeNumber(column.get(i));
        }
        out.writeEndArray();
    }

    private static void differences(JsonGenerator out, String name, Longs column) throws IOException {
        out.writeArrayFieldStart(name);
        long before = 0;
        for (int i = 0; i < column.size(); i++) {
            out.writeNumber(column.get(i) - before);
            before = column.get(i);
        }
        out.writeEndArray();
    }

    /** Each is expected to be one more than the last of its row; an absent one is written as null. */
    private void expected(JsonGenerator out, String name, Longs column) throws IOException {
        long[] last = new long[rows.all().size()];
        Arrays.fill(last, NONE);
        out.writeArrayFieldStart(name);
        for (int i = 0; i < column.size(); i++) {
            int of = (int) row.get(i);
            long value = column.get(i);
            if (value == NONE) {
                out.writeNull();
            } else {
                out.writeNumber(value - last[of] - 1);
                last[of] = value;
            }
        }
        out.writeEndArray();
    }
}
