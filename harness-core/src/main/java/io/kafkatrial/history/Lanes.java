/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** All lanes of a history being recorded, found by their parts. Confined to the encoder. */
final class Lanes {

    private final Names names;
    private Lane[] all = new Lane[0];
    private @Nullable Lane[] table = new @Nullable Lane[64];

    Lanes(Names names) {
        this.names = names;
    }

    Lane find(Parts parts) {
        int hash = parts.commonHash();
        int mask = table.length - 1;
        for (int slot = hash & mask; ; slot = (slot + 1) & mask) {
            Lane lane = table[slot];
            if (lane == null) {
                return add(parts, slot);
            }
            if (lane.is(parts)) {
                return lane;
            }
        }
    }

    private Lane add(Parts parts, int slot) {
        Lane lane = new Lane(all.length, parts, names);
        all = Arrays.copyOf(all, all.length + 1);
        all[lane.index()] = lane;
        table[slot] = lane;
        if (all.length * 2 > table.length) {
            grow();
        }
        return lane;
    }

    private void grow() {
        @Nullable Lane[] larger = new @Nullable Lane[table.length * 2];
        Parts parts = new Parts();
        for (Lane lane : all) {
            lane.putInto(parts);
            int slot = parts.commonHash() & (larger.length - 1);
            while (larger[slot] != null) {
                slot = (slot + 1) & (larger.length - 1);
            }
            larger[slot] = lane;
        }
        table = larger;
    }

    Lane[] all() {
        return all;
    }
}
