/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns events into {@link Block}s. Confined to one thread at a time: the {@link Recorder} sees to it.
 * What it has handed out in a {@link History} does not change any more.
 */
final class Encoder {

    /** The most an event may take: five numbers of ten bytes. */
    private static final int LONGEST = 50;

    private final Names names = new Names();
    private final Lanes lanes = new Lanes(names);
    private final Numbering numbering = new Numbering();
    private final Keys keys = new Keys();
    private final List<Event> objects = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();
    private final Parts parts = new Parts();

    private byte[] bytes = new byte[Block.EVENTS * 8];
    private int length;
    private int count;
    private long firstNanos = Long.MIN_VALUE;
    private int firstObject;
    private long nanos;
    private long[] sequences = new long[16];
    private long[] offsets = new long[16];

    void add(Event event) {
        if (length + LONGEST > bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        if (parts.take(event)) {
            add(lanes.find(parts));
        } else {
            bytes[length++] = 0;
            objects.add(event);
        }
        if (++count == Block.EVENTS) {
            blocks.add(cut());
            begin();
        }
    }

    private void add(Lane lane) {
        int index = lane.index();
        if (index >= sequences.length) {
            sequences = Arrays.copyOf(sequences, index * 2);
            offsets = Arrays.copyOf(offsets, index * 2);
        }
        long beyond = 0;
        long further = 0;
        if (lane.hasSequence()) {
            beyond = parts.sequence - sequences[index] - 1;
            sequences[index] = parts.sequence;
            numbering.mention(lane.producer(), parts.sequence);
        }
        if (lane.hasOffset()) {
            further = parts.offset - offsets[index] - 1;
            offsets[index] = parts.offset;
        }
        if (firstNanos == Long.MIN_VALUE) {
            firstNanos = parts.nanos;
            nanos = parts.nanos;
        }
        boolean expected = beyond == 0 && further == 0;
        put((index + 1L) * 2 + (expected ? 1 : 0));
        putSigned(parts.nanos - nanos);
        nanos = parts.nanos;
        if (!expected) {
            if (lane.hasSequence()) {
                putSigned(beyond);
            }
            if (lane.hasOffset()) {
                putSigned(further);
            }
        }
        if (lane.hasKey()) {
            String key = parts.key;
            put(key == null ? 0 : keys.intern(key) + 1L);
        }
    }

    private void putSigned(long value) {
        put((value << 1) ^ (value >> 63));
    }

    private void put(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    private Block cut() {
        return new Block(Arrays.copyOf(bytes, length), count, firstNanos, firstObject);
    }

    private void begin() {
        length = 0;
        count = 0;
        firstNanos = Long.MIN_VALUE;
        nanos = 0;
        firstObject = objects.size();
        Arrays.fill(sequences, 0);
        Arrays.fill(offsets, 0);
    }

    /** What was added so far. */
    Columns columns() {
        Block[] all = blocks.toArray(new Block[blocks.size() + (count > 0 ? 1 : 0)]);
        if (count > 0) {
            all[all.length - 1] = cut();
        }
        return new Columns(all, lanes.all(), names, objects.toArray(new Event[0]), keys, numbering, numbering.size());
    }
}
