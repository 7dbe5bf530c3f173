/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import java.time.Duration;
import java.time.Instant;

/** The time and the thread a plan works on; virtual in tests. */
interface Timeline extends AutoCloseable {

    /** Makes a timeline for one plan. */
    @FunctionalInterface
    interface Factory {
        Timeline start(String name);
    }

    /** Now, by the harness's clock. */
    Instant now();

    /** Run a task after those already given. Ignored once closed. */
    void run(Runnable task);

    /** Run a task when {@code delay} has passed. Ignored once closed. */
    void runAfter(Duration delay, Runnable task);

    /** Run a task after those already given and return when it has run; at once if the caller is such a task. */
    void runAndWait(Runnable task);

    /** Drop every task that has not begun. Idempotent. */
    @Override
    void close();
}
