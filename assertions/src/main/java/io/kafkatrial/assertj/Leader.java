/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.assertj;

import java.util.OptionalInt;

/** Who leads something, in words. */
record Leader(OptionalInt id) {

    boolean isSomebody() {
        return id.isPresent();
    }

    @Override
    public String toString() {
        return id.isPresent() ? "led by " + id.getAsInt() : "without leader";
    }
}
