/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.ShareFetchResponseData.AcquiredRecords;

/** What one fetch acquired of one partition, in the order of offsets. Used once, confined to the loop. */
final class Acquired {

    private final List<AcquiredRecords> ranges = new ArrayList<>();
    private int count;

    List<AcquiredRecords> ranges() {
        return ranges;
    }

    /** How many offsets, gaps of the log included. */
    int count() {
        return count;
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    void add(long first, long last, int deliveries) {
        ranges.add(range(first, last, deliveries));
        count += (int) (last - first + 1);
    }

    /** Add single offsets; neighbours with equally many deliveries become one range of this addition. */
    void addEach(List<long[]> offsetsAndDeliveries) {
        long first = -1;
        long last = -1;
        int deliveries = 0;
        for (long[] offset : offsetsAndDeliveries) {
            if (first >= 0 && offset[0] == last + 1 && offset[1] == deliveries) {
                last = offset[0];
                continue;
            }
            if (first >= 0) {
                add(first, last, deliveries);
            }
            first = offset[0];
            last = first;
            deliveries = (int) offset[1];
        }
        if (first >= 0) {
            add(first, last, deliveries);
        }
    }

    /** The same without the offsets from {@code from} to {@code to}. */
    Acquired without(long from, long to) {
        Acquired rest = new Acquired();
        for (AcquiredRecords range : ranges) {
            if (range.lastOffset() < from || range.firstOffset() > to) {
                rest.add(range.firstOffset(), range.lastOffset(), range.deliveryCount());
                continue;
            }
            if (range.firstOffset() < from) {
                rest.add(range.firstOffset(), from - 1, range.deliveryCount());
            }
            if (range.lastOffset() > to) {
                rest.add(to + 1, range.lastOffset(), range.deliveryCount());
            }
        }
        return rest;
    }

    private static AcquiredRecords range(long first, long last, int deliveries) {
        return new AcquiredRecords().setFirstOffset(first).setLastOffset(last).setDeliveryCount((short) deliveries);
    }
}
