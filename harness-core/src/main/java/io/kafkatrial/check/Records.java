/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.History;
import io.kafkatrial.history.Lane;
import java.util.BitSet;

/**
 * What became of each record, in arrays by its number: sent, acknowledged, failed, and under which key.
 * Positions are those of the history, {@link Positions#NONE} where nothing of the kind happened. Confined to
 * one judgement.
 */
final class Records {

    private static final byte LOST = 1;
    private static final byte COMPACTED = 2;
    private static final byte FAILED = 4;
    private static final byte UNKNOWN = 8;

    private final History history;
    private final int size;
    private final int[] invoked;
    private final int[] acked;
    private final LongIntMap failures = new LongIntMap();
    private final Narrow sendLanes;
    private final Whereabouts whereabouts;
    private final Offsets ackOffsets;
    private final int[] keys;
    private final byte[] marks;
    private final BitSet sentTwice = new BitSet();
    private final BitSet ackedTwice = new BitSet();
    private final BitSet topics = new BitSet();

    Records(History history) {
        this.history = history;
        size = history.records();
        invoked = new int[size];
        acked = new int[size];
        sendLanes = new Narrow(size);
        whereabouts = new Whereabouts(size);
        ackOffsets = new Offsets(size);
        keys = new int[size];
        marks = new byte[size];
    }

    /** Numbers of records are smaller. */
    int size() {
        return size;
    }

    void sent(int record, int position, Lane lane, int key) {
        if (invoked[record] != 0) {
            sentTwice.set(record);
        }
        topics.set(lane.topic());
        invoked[record] = position + 1;
        sendLanes.set(record, lane.index());
        keys[record] = key + 1;
        if (lane.place() != Lane.NONE) {
            whereabouts.at(record, lane.place());
        }
    }

    void acked(int record, int position, Lane lane, long offset) {
        if (acked[record] != 0 && ackOffsets.get(record) != offset) {
            ackedTwice.set(record);
        }
        acked[record] = position + 1;
        whereabouts.acked(record, lane.place());
        ackOffsets.set(record, offset);
    }

    void failed(int record, int position) {
        marks[record] |= FAILED;
        failures.put(record, position);
    }

    /** Whether anything was sent to a topic yet. */
    boolean isSentTo(String topic) {
        int number = history.names().topics().number(topic);
        return number >= 0 && topics.get(number);
    }

    void unknown(int record) {
        marks[record] |= UNKNOWN;
    }

    /** Whether the history says how the send of this record ended, be it that nobody knows. */
    boolean ended(int record) {
        return acked(record) || (marks[record] & (FAILED | UNKNOWN)) != 0;
    }

    /** Records with more than one send. */
    BitSet sentTwice() {
        return sentTwice;
    }

    /** Records with acknowledgements at more than one offset. */
    BitSet ackedTwice() {
        return ackedTwice;
    }

    /** Whether the history says that it was sent. */
    boolean sent(int record) {
        return invoked[record] != 0;
    }

    boolean acked(int record) {
        return acked[record] != 0;
    }

    /** Certainly failed; an acknowledgement of the same send outweighs it. */
    boolean failed(int record) {
        return (marks[record] & FAILED) != 0 && !acked(record);
    }

    /** The position of its {@code SendInvoked}. */
    int invokedAt(int record) {
        return invoked[record] - 1;
    }

    /** The position of its {@code SendAcked}. */
    int ackedAt(int record) {
        return acked[record] - 1;
    }

    /** The position of its {@code SendFailed}. */
    int failedAt(int record) {
        return failures.get(record);
    }

    /** The number of the lane of its {@code SendInvoked}; {@link Lane#NONE} if it was not sent. */
    int sendLane(int record) {
        return sendLanes.get(record);
    }

    /** In which partition it belongs. */
    Whereabouts whereabouts() {
        return whereabouts;
    }

    /** The number of the place at which it was acknowledged; {@link Lane#NONE} if it was not. */
    int ackPlace(int record) {
        return acked(record) ? whereabouts.ackPlace(record) : Lane.NONE;
    }

    /** The offset at which it was acknowledged; -1 if the broker did not say. */
    long ackOffset(int record) {
        return ackOffsets.get(record);
    }

    /** The number of its key; {@link Lane#NONE} for none. */
    int key(int record) {
        return keys[record] - 1;
    }

    /** Set by the log check, so that consequences of the loss are not reported again. */
    void lose(int record) {
        marks[record] |= LOST;
    }

    boolean lost(int record) {
        return (marks[record] & LOST) != 0;
    }

    /** Set by the log check: acknowledged, and superseded by a later record of its key. */
    void compact(int record) {
        marks[record] |= COMPACTED;
    }

    boolean compacted(int record) {
        return (marks[record] & COMPACTED) != 0;
    }

    int producer(int record) {
        return history.producer(record);
    }
}
