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
        if (parts.take(event)) {
            String key = parts.key;
            parts.keyNumber = key == null ? Lane.NONE : keys.intern(key);
            add(lanes.find(parts), parts);
        } else {
            reserve();
            bytes[length++] = 0;
            objects.add(event);
            added();
        }
    }

    /** The lane of these parts. */
    Lane lane(Parts its) {
        return lanes.find(its);
    }

    /** The number of a key. */
    int key(String key) {
        return keys.intern(key);
    }

    /** The number of a key in UTF-8. */
    int key(byte[] utf8, int from, int end) {
        return keys.intern(utf8, from, end);
    }

    /** How many were added. */
    long size() {
        return (long) blocks.size() * Block.EVENTS + count;
    }

    private void reserve() {
        if (length + LONGEST > bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
    }

    private void added() {
        if (++count == Block.EVENTS) {
            blocks.add(cut());
            begin();
        }
    }

    /** Add an event of a lane: of the parts, only the numbers count, and only those the lane has. */
    void add(Lane lane, Parts numbers) {
        add(lane, numbers.nanos, numbers.sequence, numbers.offset, numbers.keyNumber);
    }

    /** Add what a journal holds; the lane is known by its index. */
    void add(int lane, long at, long sequence, long offset, int keyNumber) {
        add(lanes.all()[lane], at, sequence, offset, keyNumber);
    }

    private void add(Lane lane, long at, long sequence, long offset, int keyNumber) {
        reserve();
        int index = lane.index();
        if (index >= sequences.length) {
            sequences = Arrays.copyOf(sequences, index * 2);
            offsets = Arrays.copyOf(offsets, index * 2);
        }
        long beyond = 0;
        long further = 0;
        if (lane.hasSequence()) {
            beyond = sequence - sequences[index] - 1;
            sequences[index] = sequence;
            numbering.mention(lane.producer(), sequence);
        }
        if (lane.hasOffset()) {
            further = offset - offsets[index] - 1;
            offsets[index] = offset;
        }
        if (firstNanos == Long.MIN_VALUE) {
            firstNanos = at;
            nanos = at;
        }
        boolean expected = beyond == 0 && further == 0;
        put((index + 1L) * 2 + (expected ? 1 : 0));
        putSigned(at - nanos);
        nanos = at;
        if (!expected) {
            if (lane.hasSequence()) {
                putSigned(beyond);
            }
            if (lane.hasOffset()) {
                putSigned(further);
            }
        }
        if (lane.hasKey()) {
            put(keyNumber + 1L);
        }
        added();
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
        return new Columns(
                all, lanes.all(), names, objects.toArray(new Event[0]), keys.snapshot(), numbering, numbering.size());
    }
}
