/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Lane;
import java.util.BitSet;

/**
 * In which partition each record belongs: the one asked for, acknowledged, or where it was seen first. Whose
 * places differ is looked at again. Confined to one judgement.
 */
final class Whereabouts {

    private final Narrow places;
    private final LongIntMap otherAcks = new LongIntMap();
    private final BitSet inSeveral = new BitSet();

    Whereabouts(int records) {
        places = new Narrow(records);
    }

    /** The record was sent to, seen or acknowledged at this place. */
    void at(int record, int place) {
        int known = places.get(record);
        if (known == Lane.NONE) {
            places.set(record, place);
        } else if (known != place) {
            inSeveral.set(record);
        }
    }

    void acked(int record, int place) {
        at(record, place);
        if (places.get(record) != place || otherAcks.size() > 0) {
            otherAcks.put(record, place);
        }
    }

    /** Where it was acknowledged, if it was. */
    int ackPlace(int record) {
        int other = otherAcks.size() == 0 ? LongIntMap.NONE : otherAcks.get(record);
        return other == LongIntMap.NONE ? places.get(record) : other;
    }

    /** The first place the history names for it; {@link Lane#NONE} for none. */
    int place(int record) {
        return places.get(record);
    }

    boolean inSeveral(int record) {
        return inSeveral.get(record);
    }
}
