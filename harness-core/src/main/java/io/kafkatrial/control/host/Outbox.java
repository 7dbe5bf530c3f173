/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.control.host;

import io.kafkatrial.control.Lines;
import io.kafkatrial.control.Told;
import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What a session has to say, in order, written by a thread of its own: who puts something in never waits. Safe for use by
 * several threads.
 */
final class Outbox {

    /** How much may wait: an attached process that is this far behind does not read any more. */
    private static final int MOST = 1 << 20;

    private final BlockingQueue<Told> waiting = new LinkedBlockingQueue<>(MOST);
    private final Runnable overflow;
    private volatile boolean over;

    /** @param overflow run once if it is full */
    Outbox(Runnable overflow) {
        this.overflow = overflow;
    }

    void put(Told told) {
        if (!over && !waiting.offer(told)) {
            over = true;
            overflow.run();
        }
    }

    /** Write until the thread is interrupted or the other end is gone. */
    void writeTo(Writer out) throws IOException, InterruptedException {
        while (true) {
            Told next = waiting.poll();
            if (next == null) {
                out.flush();
                next = waiting.take();
            }
            out.write(Lines.of(next));
            out.write('\n');
        }
    }
}
