/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.History;
import io.kafkatrial.history.Kind;

/**
 * When each record was sent and acknowledged, as positions in the history, and at which offset. Only what went wrong
 * asks for that, so it is worked out when somebody asks, by going through the history again, and kept up from then on.
 * Confined to one judgement.
 */
final class Moments {

    private final int[] invoked;
    private final int[] acked;
    private final Offsets offsets;

    private Moments(int records) {
        invoked = new int[records];
        acked = new int[records];
        offsets = new Offsets(records);
    }

    /** As the history has them before a position. */
    static Moments before(int end, History history) {
        Moments moments = new Moments(history.records());
        for (Cursor at = history.cursor(); at.position() + 1 < end && at.next(); ) {
            if (at.lane().kind() == Kind.SEND_INVOKED) {
                moments.sent(at.record(), at.position());
            } else if (at.lane().kind() == Kind.SEND_ACKED) {
                moments.acked(at.record(), at.position(), at.offset());
            }
        }
        return moments;
    }

    void sent(int record, int position) {
        invoked[record] = position + 1;
    }

    void acked(int record, int position, long offset) {
        acked[record] = position + 1;
        offsets.set(record, offset);
    }

    int invokedAt(int record) {
        return invoked[record] - 1;
    }

    int ackedAt(int record) {
        return acked[record] - 1;
    }

    long ackOffset(int record) {
        return offsets.get(record);
    }
}
