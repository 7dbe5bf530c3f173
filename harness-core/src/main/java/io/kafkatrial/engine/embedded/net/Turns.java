/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.net;

import java.util.HashMap;
import java.util.Map;

/**
 * Lets answers go in the order in which their requests were read, when a fault changed the order in which they were
 * worked on. Confined to the channel's event loop.
 */
final class Turns {

    private final Map<Integer, Runnable> early = new HashMap<>();
    private int given;
    private int ended;

    /** The place of the next request. */
    int next() {
        return given++;
    }

    /** The request in this place has ended: answer it now, or as soon as those before have been. */
    void end(int turn, Runnable answer) {
        if (turn != ended) {
            early.put(turn, answer);
            return;
        }
        for (Runnable next = answer; next != null; next = early.remove(ended)) {
            ended++;
            next.run();
        }
    }
}
