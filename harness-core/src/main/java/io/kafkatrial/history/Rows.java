/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a line of rows, {@code {"at":"…","rows":[[3,0,17,42],[4,1200,18,"key"]]}}, straight into columns: this is
 * what a large history consists of. Strict: what the writer would not write is refused. Confined to its reader.
 */
final class Rows {

    private static final JsonFactory JSON = new JsonFactory();

    private final Lines lines;
    private final Encoder encoder;
    private final Parts numbers = new Parts();
    private @Nullable Lane[] lanes = new @Nullable Lane[16];
    private byte[] bytes = new byte[0];
    private int at;

    Rows(Lines lines, Encoder encoder) {
        this.lines = lines;
        this.encoder = encoder;
    }

    void define(int number, Lane lane) throws IOException {
        if (number < 0 || number > lanes.length * 2 + 1_000_000) {
            throw new Lines.Damage(Complaints.unknownLane(number));
        }
        if (number >= lanes.length) {
            lanes = Arrays.copyOf(lanes, Math.max(number + 1, lanes.length * 2));
        }
        lanes[number] = lane;
    }

    void read() throws IOException {
        bytes = lines.bytes;
        at = lines.from;
        expect("{\"at\":\"");
        int from = at;
        while (bytes[at] != '"') {
            at++;
        }
        Instant base = Instant.parse(new String(bytes, from, at - from, ISO_8859_1));
        expect("\",\"rows\":[");
        long baseNanos = Parts.nanos(base);
        do {
            row(baseNanos);
        } while (bytes[at++] == ',');
        if (bytes[at - 1] != ']' || at != lines.end) {
            throw new IOException("rows end with ]");
        }
    }

    private void row(long baseNanos) throws IOException {
        expect('[');
        Lane lane = lane((int) number());
        expect(',');
        numbers.nanos = baseNanos + number();
        if (lane.hasSequence()) {
            expect(',');
            numbers.sequence = number();
        }
        if (lane.hasOffset()) {
            expect(',');
            numbers.offset = number();
        }
        numbers.keyNumber = Lane.NONE;
        if (lane.hasKey() && bytes[at] == ',') {
            at++;
            numbers.keyNumber = key();
        }
        expect(']');
        encoder.add(lane, numbers);
    }

    private Lane lane(int number) throws IOException {
        Lane lane = number < 0 || number >= lanes.length ? null : lanes[number];
        if (lane == null) {
            throw new Lines.Damage(Complaints.unknownLane(number));
        }
        return lane;
    }

    private long number() throws IOException {
        boolean negative = bytes[at] == '-';
        if (negative) {
            at++;
        }
        long value = 0;
        int from = at;
        for (int digit = bytes[at] - '0'; digit >= 0 && digit <= 9; digit = bytes[++at] - '0') {
            value = value * 10 - digit;
        }
        if (at == from || at - from > 19 || (!negative && value == Long.MIN_VALUE)) {
            throw new IOException("a number expected");
        }
        return negative ? value : -value;
    }

    private int key() throws IOException {
        int quote = at;
        expect('"');
        boolean plain = true;
        for (; bytes[at] != '"'; at++) {
            if (bytes[at] == '\\') {
                plain = false;
                at++;
            }
        }
        at++;
        if (plain) {
            return encoder.key(bytes, quote + 1, at - 1);
        }
        try (JsonParser json = JSON.createParser(bytes, quote, at - quote)) {
            json.nextToken();
            return encoder.key(json.getText());
        }
    }

    private void expect(char wanted) throws IOException {
        if (bytes[at++] != wanted) {
            throw new IOException(wanted + " expected");
        }
    }

    private void expect(String wanted) throws IOException {
        for (int i = 0; i < wanted.length(); i++) {
            expect(wanted.charAt(i));
        }
    }
}
