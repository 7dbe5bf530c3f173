/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache.process;

import io.kafkatrial.engine.ApacheComplaints;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The leash of a process that is stopped: it cannot see its own leash end. A shell of a few hundred kilobytes waits
 * instead, deaf to what a terminal sends, and kills the process when the harness is gone. Confined to the thread that holds the node's lock.
 */
final class FrozenLeash {

    private final Process shell;

    private FrozenLeash(Process shell) {
        this.shell = shell;
    }

    static FrozenLeash on(long pid) {
        try {
            return new FrozenLeash(Signals.shell("trap '' HUP INT TERM; read word || kill -KILL \"$1\"", pid)
                    .start());
        } catch (IOException failed) {
            throw ApacheComplaints.signal("STOP", pid, failed);
        }
    }

    /** Let go without doing anything to the process. */
    void release() {
        try (OutputStream word = shell.getOutputStream()) {
            word.write('\n');
        } catch (IOException gone) {
            // the shell is gone already
        }
    }
}
