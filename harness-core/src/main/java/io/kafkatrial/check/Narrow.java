/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Lane;
import org.jspecify.annotations.Nullable;

/**
 * A small number for each record, {@link Lane#NONE} where none was set: a byte each while all are below 255,
 * an int each from then on. Confined to one judgement.
 */
final class Narrow {

    private byte[] narrow;
    private int @Nullable [] wide;

    Narrow(int size) {
        narrow = new byte[size];
    }

    int get(int index) {
        int[] ints = wide;
        return (ints == null ? narrow[index] & 0xFF : ints[index]) - 1;
    }

    void set(int index, int value) {
        if (wide == null && value >= 0xFF) {
            widen();
        }
        int[] ints = wide;
        if (ints == null) {
            narrow[index] = (byte) (value + 1);
        } else {
            ints[index] = value + 1;
        }
    }

    private void widen() {
        int[] ints = new int[narrow.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = narrow[i] & 0xFF;
        }
        wide = ints;
        narrow = new byte[0];
    }
}
