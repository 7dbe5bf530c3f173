/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** The lines of a history file, each proved by its checksum. Confined to its reader. */
final class Lines {

    /** What follows the content of a line: {@code ,"crc":"01234567"}}, without the end of the line. */
    private static final int TAIL = 18;

    private static final int LONGEST = 1 << 26;
    private static final long ENDS = 0x0A0A0A0A0A0A0A0AL;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final byte[] SUM = ",\"crc\":\"".getBytes(ISO_8859_1);

    private final InputStream in;
    private final CRC32C sum = new CRC32C();
    private int filled;
    private int next;
    private long number;
    private long proved;

    /** The line last read is in here, from {@link #from} to {@link #end}, without checksum and closing brace. */
    byte[] bytes = new byte[1 << 18];

    int from;
    int end;

    /** A line that cannot be trusted; the message says why, without file and line. */
    static final class Damage extends IOException {
        private static final long serialVersionUID = 1L;

        private final String why;

        Damage(String why) {
            super(why);
            this.why = why;
        }

        String why() {
            return why;
        }
    }

    Lines(InputStream in) {
        this.in = in;
    }

    /** The number of the line last read, or being read, from 1. */
    long number() {
        return number;
    }

    /** How many bytes of the file are proved. */
    long proved() {
        return proved;
    }

    /** Go to the next line; false at the end of the file. */
    boolean next() throws IOException {
        number++;
        int lineEnd = find(next);
        while (lineEnd < 0) {
            int searched = filled - next;
            if (!fill()) {
                if (filled == next) {
                    return false;
                }
                throw new Damage(Complaints.torn());
            }
            lineEnd = find(next + searched);
        }
        from = next;
        next = lineEnd + 1;
        prove(lineEnd);
        proved += next - from;
        return true;
    }

    private void prove(int lineEnd) throws Damage {
        end = lineEnd - TAIL;
        if (end < from
                || !Arrays.equals(bytes, end, end + SUM.length, SUM, 0, SUM.length)
                || bytes[lineEnd - 2] != '"'
                || bytes[lineEnd - 1] != '}') {
            throw new Damage(Complaints.noSum());
        }
        sum.update(bytes, from, end - from);
        String there = new String(bytes, end + SUM.length, 8, ISO_8859_1);
        String expected = HexFormat.of().toHexDigits((int) sum.getValue());
        if (!there.equals(expected)) {
            throw new Damage(Complaints.wrongSum(there, expected));
        }
        sum.update(bytes, end, next - end);
    }

    /** Where the next line ends; -1 if that is not read yet. Eight bytes at a time. */
    private int find(int start) {
        int at = start;
        for (; at + 8 <= filled; at += 8) {
            long zeros = (long) EIGHT.get(bytes, at) ^ ENDS;
            long found = (zeros - ONES) & ~zeros & HIGHS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >> 3);
            }
        }
        for (; at < filled; at++) {
            if (bytes[at] == '\n') {
                return at;
            }
        }
        return -1;
    }

    private boolean fill() throws IOException {
        if (next > 0) {
            System.arraycopy(bytes, next, bytes, 0, filled - next);
            filled -= next;
            next = 0;
        }
        if (filled == bytes.length) {
            if (filled >= LONGEST) {
                throw new Damage(Complaints.tooLong(LONGEST));
            }
            bytes = Arrays.copyOf(bytes, filled * 2);
        }
        int read = in.read(bytes, filled, bytes.length - filled);
        if (read > 0) {
            filled += read;
        }
        return read >= 0;
    }

    boolean startsWith(byte[] beginning) {
        return end - from >= beginning.length
                && Arrays.equals(bytes, from, from + beginning.length, beginning, 0, beginning.length);
    }

    /** The content as text, with the brace that the checksum took the place of. */
    byte[] object() {
        byte[] object = Arrays.copyOfRange(bytes, from, end + 1);
        object[object.length - 1] = '}';
        return object;
    }
}
