/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.run;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls something that may hang, on a thread of its own. Stateless. */
final class Bounded {

    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final int FRAMES = 25;

    /** It did not end in time. */
    static final class TooLong extends Exception {
        private static final long serialVersionUID = 1L;

        TooLong(String message) {
            super(message);
        }
    }

    private Bounded() {}

    /**
     * Call it; if it does not end in time, interrupt it, and leave it to itself if that does not help either.
     *
     * @throws TooLong saying where it was
     */
    static <T> T call(String name, Duration bound, Callable<T> task) throws Exception {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = new Thread(future, name);
        thread.setDaemon(true);
        thread.start();
        try {
            return future.get(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            String where = where(thread);
            thread.interrupt();
            thread.join(GRACE.toMillis());
            throw new TooLong(RunComplaints.tooLong(bound, where));
        } catch (InterruptedException stop) {
            thread.interrupt();
            throw stop;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception exception ? exception : failed;
        }
    }

    private static String where(Thread thread) {
        StringBuilder text = new StringBuilder();
        StackTraceElement[] frames = thread.getStackTrace();
        for (int frame = 0; frame < Math.min(FRAMES, frames.length); frame++) {
            text.append(System.lineSeparator()).append("    at ").append(frames[frame]);
        }
        return text.toString();
    }
}
