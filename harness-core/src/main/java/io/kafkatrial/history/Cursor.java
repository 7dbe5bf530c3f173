/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * Walks over a history from its first event to its last without making objects: this is how checks read.
 *
 * <pre>{@code
 * for (Cursor at = history.cursor(); at.next(); ) {
 *     switch (at.lane().kind()) {
 *         case SEND_ACKED -> acks[at.record()] = at.offset();
 *         case OTHER -> look(at.event());
 *         default -> {}
 *     }
 * }
 * }</pre>
 *
 * Confined to the thread that uses it.
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class Cursor {

    private static final Block NOTHING = new Block(new byte[0], 0, 0, 0);

    private final Columns columns;
    private final Numbering numbering;
    private final @Nullable Track[] tracks;
    private final int end;

    private int position;
    private int nextBlock;
    private int left;
    private byte[] bytes = NOTHING.bytes();
    private int at;

    private Lane lane;
    private int object;
    private int nextObject;
    private long nanos;
    private long sequence;
    private long offset;
    private int key;
    private int record = Lane.NONE;

    private final Parts parts = new Parts();
    private @Nullable Event made;
    private int madeAt;

    /** A lane, and how far it has come in a block. */
    private static final class Track {
        final Lane lane;
        final boolean hasSequence;
        final boolean hasOffset;
        final boolean hasKey;

        /** The block in which it has come so far: lanes begin anew in each. */
        int block;

        long sequence;
        long offset;

        /** The run of sequences in which the last record was, and the number of its first one. */
        long run = Long.MIN_VALUE;

        int first;

        Track(Lane lane) {
            this.lane = lane;
            hasSequence = lane.hasSequence();
            hasOffset = lane.hasOffset();
            hasKey = lane.hasKey();
        }

        void begin(int in) {
            block = in;
            sequence = 0;
            offset = 0;
        }
    }

    /** Stand before the event at {@code from}; the end is exclusive. */
    Cursor(Columns columns, int from, int end) {
        this.columns = columns;
        this.numbering = columns.numbering();
        this.tracks = new @Nullable Track[columns.lanes().length];
        this.lane = Lane.OBJECTS;
        this.end = end;
        this.nextBlock = from / Block.EVENTS;
        this.position = nextBlock * Block.EVENTS - 1;
        while (position < from - 1) {
            next();
        }
    }

    /** Go to the next event; false if there is none. */
    public boolean next() {
        if (position + 1 >= end) {
            return false;
        }
        if (left == 0) {
            open(columns.blocks()[nextBlock++]);
        }
        left--;
        position++;
        int head = (int) get();
        if (head == 0) {
            lane = Lane.OBJECTS;
            record = Lane.NONE;
            object = nextObject++;
        } else {
            Track track = tracks[(head >>> 1) - 1];
            read(track == null ? track((head >>> 1) - 1) : track, (head & 1) == 1);
        }
        return true;
    }

    private Track track(int index) {
        Track track = new Track(columns.lanes()[index]);
        tracks[index] = track;
        return track;
    }

    private void read(Track track, boolean expected) {
        lane = track.lane;
        nanos += getSigned();
        if (track.block != nextBlock) {
            track.begin(nextBlock);
        }
        if (track.hasSequence) {
            long its = track.sequence + 1;
            if (!expected) {
                its += getSigned();
            }
            track.sequence = its;
            sequence = its;
            record =
                    its >> Numbering.SHIFT == track.run ? track.first + (int) (its & Numbering.MASK) : look(track, its);
        } else {
            record = Lane.NONE;
        }
        if (track.hasOffset) {
            long its = track.offset + 1;
            if (!expected) {
                its += getSigned();
            }
            track.offset = its;
            offset = its;
        }
        if (track.hasKey) {
            key = (int) get() - 1;
        }
    }

    private int look(Track track, long its) {
        int number = numbering.number(track.lane.producer(), its);
        track.run = its >> Numbering.SHIFT;
        track.first = number - (int) (its & Numbering.MASK);
        return number;
    }

    private void open(Block block) {
        bytes = block.bytes();
        at = 0;
        left = block.count();
        nanos = block.nanos();
        nextObject = block.firstObject();
    }

    private long getSigned() {
        long value = get();
        return (value >>> 1) ^ -(value & 1);
    }

    /** Most numbers have one or two bytes. */
    private long get() {
        byte[] from = bytes;
        int here = at;
        int first = from[here];
        if (first >= 0) {
            at = here + 1;
            return first;
        }
        int second = from[here + 1];
        at = here + 2;
        int both = (first & 0x7F) | (second & 0x7F) << 7;
        return second >= 0 ? both : getLong(both);
    }

    private long getLong(long low) {
        long value = low;
        for (int shift = 14; ; shift += 7) {
            byte next = bytes[at++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /** The event's position in the history, from 0. */
    public int position() {
        return position;
    }

    /** What the event has in common with others; of kind {@link Kind#OTHER} if it has to be asked itself. */
    public Lane lane() {
        return lane;
    }

    /** When, in nanoseconds since 1970; not for {@link Kind#OTHER}. */
    public long nanos() {
        return nanos;
    }

    /** The sequence in the record's identity; only if the lane has one. */
    public long sequence() {
        return sequence;
    }

    /** The number of the record, dense in the history; {@link Lane#NONE} if the event names none. */
    public int record() {
        return record;
    }

    /** The offset; only if the lane has one. */
    public long offset() {
        return offset;
    }

    /** The number of the record's key; {@link Lane#NONE} for none. Only if the lane may have one. */
    public int key() {
        return key;
    }

    void putKey(Text text) {
        columns.keys().put(key, text);
    }

    /** The event itself: makes an object, unless it is of {@link Kind#OTHER}. */
    public Event event() {
        if (lane.kind() == Kind.OTHER) {
            return columns.objects()[object];
        }
        Event event = made;
        if (event == null || madeAt != position) {
            parts.nanos = nanos;
            parts.sequence = sequence;
            parts.offset = offset;
            parts.key =
                    !lane.hasKey() || key == Lane.NONE ? null : columns.keys().name(key);
            lane.putInto(parts);
            event = parts.event();
            made = event;
            madeAt = position;
        }
        return event;
    }
}
