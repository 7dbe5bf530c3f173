/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.link;

import java.util.ArrayList;
import java.util.List;

/** Holds single messages until it is opened, once and for good. Safe for use by several threads. */
public final class Gate {

    private final List<Runnable> waiting = new ArrayList<>();
    private boolean open;

    /** A gate that is shut. */
    public Gate() {}

    /** Whether it holds. */
    public synchronized boolean isShut() {
        return !open;
    }

    /** Run {@code resume} once when the gate opens: now, if it is open. */
    public void onOpen(Runnable resume) {
        synchronized (this) {
            if (!open) {
                waiting.add(resume);
                return;
            }
        }
        resume.run();
    }

    /** Let pass what was held, and all that comes. */
    public void open() {
        List<Runnable> released;
        synchronized (this) {
            open = true;
            released = List.copyOf(waiting);
            waiting.clear();
        }
        released.forEach(Runnable::run);
    }
}
