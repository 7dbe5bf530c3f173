/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import java.util.Arrays;

/**
 * At which positions of the history one reader (a group, an application, the final read) saw each record: the
 * first in an array by record number, further ones in chains. What the final read saw: {@link Finds}. Confined to one
 * judgement.
 */
class Sightings {

    static final int NONE = -1;

    private final int records;

    /** By record: the first position + 1. Empty as long as this reader saw nothing. */
    private int[] first = new int[0];

    /** Record to the latest link of its chain. */
    private final LongIntMap chains = new LongIntMap();

    private int[] positions = new int[16];
    private int[] links = new int[16];
    private int length;

    Sightings(int records) {
        this.records = records;
    }

    /** Add a sighting; true if it is the first of this record. */
    boolean add(int record, int position) {
        if (first.length == 0) {
            first = new int[records];
        }
        if (first[record] == 0) {
            first[record] = position + 1;
            return true;
        }
        again(record, position);
        return false;
    }

    /** Add a sighting that is not the first of this record. */
    final void again(int record, int position) {
        if (length == positions.length) {
            positions = Arrays.copyOf(positions, length * 2);
            links = Arrays.copyOf(links, length * 2);
        }
        positions[length] = position;
        links[length] = chains.put(record, length);
        length++;
    }

    boolean has(int record) {
        return first.length != 0 && first[record] != 0;
    }

    /** The first position; {@link #NONE} if this reader never saw the record. */
    int first(int record) {
        return first.length == 0 ? NONE : first[record] - 1;
    }

    /** The records seen more than once, ascending. */
    int[] repeated() {
        return Arrays.stream(chains.keys())
                .sorted()
                .mapToInt(record -> (int) record)
                .toArray();
    }

    boolean repeated(int record) {
        return length > 0 && chains.get(record) != LongIntMap.NONE;
    }

    /** All positions at which this reader saw the record, in the order of the history. */
    int[] all(int record) {
        if (!has(record)) {
            return new int[0];
        }
        int count = 1;
        for (int link = chains.get(record); link != NONE; link = links[link]) {
            count++;
        }
        int[] all = new int[count];
        for (int link = chains.get(record); link != NONE; link = links[link]) {
            all[--count] = positions[link];
        }
        all[0] = first(record);
        return all;
    }
}
