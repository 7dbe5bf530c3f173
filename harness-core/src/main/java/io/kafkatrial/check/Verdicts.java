/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.History;

/** From a history to a verdict: pure, linear in the history. */
public final class Verdicts {

    private Verdicts() {}

    /** Judge whether the guarantee held in the history. */
    public static Verdict of(Guarantee guarantee, History history) {
        throw new UnsupportedOperationException("not yet");
    }
}
