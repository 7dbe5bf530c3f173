/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.util.Locale;

/** What the harness knows of a broker's process. */
public enum NodeState {
    RUNNING,
    PAUSED,
    CRASHED,
    STOPPED;

    /** The state as a word in a sentence: running, paused, crashed, stopped. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
