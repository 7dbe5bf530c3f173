/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.History;
import io.kafkatrial.history.Kind;
import io.kafkatrial.history.Lane;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What became of each record, by its number: sent, acknowledged, failed, found, under which key and where. That is one
 * {@link Words word} of a record; where in the history it happened is looked up when anybody asks ({@link Moments}).
 * Positions are those of the history, {@link Positions#NONE} where nothing of the kind happened. Confined to one
 * judgement.
 */
final class Records {

    private static final int SENT = 1;
    private static final int ACKED = 1 << 1;
    private static final int FAILED = 1 << 2;
    private static final int UNKNOWN = 1 << 3;
    private static final int FOUND = 1 << 4;

    /** It belongs, was acknowledged or was seen in more than one place. */
    private static final int IN_SEVERAL = 1 << 5;

    private static final int LOST = 1 << 6;
    private static final int COMPACTED = 1 << 7;

    private final History history;
    private final int size;
    private final Words words;

    /** By the number of a lane: its number among those of sends. */
    private final int[] numberOfLane;

    private final int[] sendLanes;
    private final LongIntMap failures = new LongIntMap();
    private final LongIntMap otherAcks = new LongIntMap();
    private final BitSet sentTwice = new BitSet();
    private final BitSet ackedTwice = new BitSet();
    private final BitSet topics = new BitSet();
    private int lastTopic = Lane.NONE;
    private @Nullable Moments moments;

    /** Behind the last event that it was told of. */
    private int end;

    Records(History history) {
        this.history = history;
        size = history.records();
        numberOfLane = new int[history.lanes().size()];
        sendLanes = history.lanes().stream()
                .filter(lane -> lane.kind() == Kind.SEND_INVOKED)
                .mapToInt(Lane::index)
                .toArray();
        for (int number = 0; number < sendLanes.length; number++) {
            numberOfLane[sendLanes[number]] = number;
        }
        words = new Words(size, sendLanes.length, history.names().places().size());
    }

    /** Numbers of records are smaller. */
    int size() {
        return size;
    }

    void sent(int record, int position, Lane lane, int key) {
        if (words.has(record, SENT)) {
            sentTwice.set(record);
        }
        if (lane.topic() != lastTopic) {
            lastTopic = lane.topic();
            topics.set(lastTopic);
        }
        words.sent(record, SENT, numberOfLane[lane.index()], key);
        if (lane.place() != Lane.NONE) {
            at(record, lane.place());
        }
        end = position + 1;
        Moments its = moments;
        if (its != null) {
            its.sent(record, position);
        }
    }

    void acked(int record, int position, Lane lane, long offset) {
        if (words.has(record, ACKED) && moments().ackOffset(record) != offset) {
            ackedTwice.set(record);
        }
        words.mark(record, ACKED);
        int place = lane.place();
        at(record, place);
        if (words.place(record) != place || otherAcks.size() > 0) {
            otherAcks.put(record, place);
        }
        end = position + 1;
        Moments its = moments;
        if (its != null) {
            its.acked(record, position, offset);
        }
    }

    void failed(int record, int position) {
        words.mark(record, FAILED);
        failures.put(record, position);
    }

    /** Whether anything was sent to a topic yet. */
    boolean isSentTo(String topic) {
        int number = history.names().topics().number(topic);
        return number >= 0 && topics.get(number);
    }

    void unknown(int record) {
        words.mark(record, UNKNOWN);
    }

    /** The final read found it; true if that was the first time. */
    boolean found(int record) {
        boolean before = words.has(record, FOUND);
        words.mark(record, FOUND);
        return !before;
    }

    /** Whether the final read found it. */
    boolean isFound(int record) {
        return words.has(record, FOUND);
    }

    /** The record was sent to, seen or acknowledged at this place. */
    void at(int record, int place) {
        int known = words.place(record);
        if (known == Lane.NONE) {
            words.place(record, place);
        } else if (known != place) {
            words.mark(record, IN_SEVERAL);
        }
    }

    /** Whether the history says how the send of this record ended, be it that nobody knows. */
    boolean ended(int record) {
        return words.hasAny(record, ACKED | FAILED | UNKNOWN);
    }

    /** Whether the history says both that it was sent and that it was acknowledged. */
    boolean isWhole(int record) {
        return words.has(record, SENT | ACKED);
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
        return words.has(record, SENT);
    }

    boolean acked(int record) {
        return words.has(record, ACKED);
    }

    /** Certainly failed; an acknowledgement of the same send outweighs it. */
    boolean failed(int record) {
        return words.are(record, FAILED | ACKED, FAILED);
    }

    /** Sent, acknowledged, found, and all in one place: as far as the log goes, nothing can be wrong with it. */
    boolean isSound(int record) {
        return words.are(record, SENT | ACKED | FOUND | IN_SEVERAL, SENT | ACKED | FOUND);
    }

    /** Acknowledged, and the final read did not find it. */
    boolean isMissing(int record) {
        return words.are(record, ACKED | FOUND, ACKED);
    }

    /** The position of its last {@code SendInvoked}. */
    int invokedAt(int record) {
        return moments().invokedAt(record);
    }

    /** The position of its last {@code SendAcked}. */
    int ackedAt(int record) {
        return moments().ackedAt(record);
    }

    /** The position of its {@code SendFailed}. */
    int failedAt(int record) {
        return failures.get(record);
    }

    /** The number of the lane of its {@code SendInvoked}; {@link Lane#NONE} if it was not sent. */
    int sendLane(int record) {
        int number = words.lane(record);
        return number == Lane.NONE ? Lane.NONE : sendLanes[number];
    }

    /** The first place the history names for it; {@link Lane#NONE} for none. */
    int place(int record) {
        return words.place(record);
    }

    boolean isInSeveral(int record) {
        return words.has(record, IN_SEVERAL);
    }

    /** The number of the place at which it was acknowledged; {@link Lane#NONE} if it was not. */
    int ackPlace(int record) {
        if (!acked(record)) {
            return Lane.NONE;
        }
        int other = otherAcks.size() == 0 ? LongIntMap.NONE : otherAcks.get(record);
        return other == LongIntMap.NONE ? words.place(record) : other;
    }

    /** The offset at which it was acknowledged; -1 if the broker did not say. */
    long ackOffset(int record) {
        return moments().ackOffset(record);
    }

    /** The number of its key; {@link Lane#NONE} for none. */
    int key(int record) {
        return words.key(record);
    }

    /** Set by the log check, so that consequences of the loss are not reported again. */
    void lose(int record) {
        words.mark(record, LOST);
    }

    boolean lost(int record) {
        return words.has(record, LOST);
    }

    /** Set by the log check: acknowledged, and superseded by a later record of its key. */
    void compact(int record) {
        words.mark(record, COMPACTED);
    }

    boolean compacted(int record) {
        return words.has(record, COMPACTED);
    }

    int producer(int record) {
        return history.producer(record);
    }

    private Moments moments() {
        Moments its = moments;
        if (its == null) {
            its = Moments.before(end, history);
            moments = its;
        }
        return its;
    }
}
