/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Lane;

/**
 * A word of 64 bits for each record, so that an event touches one place in memory and a check that looks for what is
 * wrong reads one array: eight marks, the lane it was sent on, its place, its key. Where lanes and places are too many
 * for that, they are kept beside. Confined to one judgement.
 */
final class Words {

    private static final int MARKS = 8;
    private static final int BITS = Integer.SIZE - MARKS;
    private static final long LOW = 0xFFFFFFFFL;

    private final long[] words;
    private final int placeShift;
    private final long laneMask;
    private final long placeMask;

    /** Lane and place of each record, + 1, where they do not fit; else empty. */
    private final int[] beside;

    private final boolean fits;

    /**
     * A word for each record, with nothing in it.
     *
     * @param lanes numbers of lanes are smaller
     * @param places numbers of places are smaller
     */
    Words(int records, int lanes, int places) {
        int laneBits = Integer.SIZE - Integer.numberOfLeadingZeros(lanes);
        int placeBits = Integer.SIZE - Integer.numberOfLeadingZeros(places);
        fits = laneBits + placeBits <= BITS;
        placeShift = MARKS + laneBits;
        laneMask = ((1L << laneBits) - 1) << MARKS;
        placeMask = ((1L << placeBits) - 1) << placeShift;
        words = new long[records];
        beside = new int[fits ? 0 : records * 2];
    }

    /** Whether all of these marks are set, or the one. */
    boolean has(int record, int mark) {
        return (words[record] & mark) == mark;
    }

    boolean hasAny(int record, int marks) {
        return (words[record] & marks) != 0;
    }

    /** Whether of some marks just these are set. */
    boolean are(int record, int some, int these) {
        return (words[record] & some) == these;
    }

    void mark(int record, int marks) {
        words[record] |= marks;
    }

    /** It was sent: set a mark, the number of the lane, and the key. */
    void sent(int record, int mark, int lane, int key) {
        long word = words[record] & LOW;
        if (fits) {
            word = (word & ~laneMask) | (lane + 1L) << MARKS;
        } else {
            beside[record * 2] = lane + 1;
        }
        words[record] = word | mark | (key + 1L) << Integer.SIZE;
    }

    /** The number of the lane it was sent on; {@link Lane#NONE} if it was not sent. */
    int lane(int record) {
        return (fits ? (int) ((words[record] & laneMask) >>> MARKS) : beside[record * 2]) - 1;
    }

    /** The number of its place; {@link Lane#NONE} for none. */
    int place(int record) {
        return (fits ? (int) ((words[record] & placeMask) >>> placeShift) : beside[record * 2 + 1]) - 1;
    }

    /** Set the number of its place, once. */
    void place(int record, int place) {
        if (fits) {
            words[record] |= (place + 1L) << placeShift;
        } else {
            beside[record * 2 + 1] = place + 1;
        }
    }

    /** The number of its key; {@link Lane#NONE} for none. */
    int key(int record) {
        return (int) (words[record] >>> Integer.SIZE) - 1;
    }
}
