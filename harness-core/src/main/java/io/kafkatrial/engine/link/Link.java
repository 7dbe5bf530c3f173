/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.link;

import io.kafkatrial.engine.LinkCount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One direction between two ends: open, slow, or cut. Messages ask when they set out.
 * Nothing is lost in a link: like TCP it holds back what meets a cut, until the sender gives up.
 *
 * <p>Safe for use by several threads.
 */
public final class Link {

    private sealed interface Mode {
        record Open() implements Mode {}

        record Slow(long latencyNanos, long jitterNanos) implements Mode {}

        record Cut() implements Mode {}
    }

    private static final Mode OPEN = new Mode.Open();

    private final SplittableRandom random;
    private final AtomicLong passed = new AtomicLong();
    private final AtomicLong delayed = new AtomicLong();
    private final AtomicLong stopped = new AtomicLong();
    private final List<Runnable> waiting = new ArrayList<>();
    private volatile Mode mode = OPEN;

    Link(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Whether nothing passes. */
    public boolean isCut() {
        return mode instanceof Mode.Cut;
    }

    /** Whether messages pass at once. */
    public boolean isOpen() {
        return mode instanceof Mode.Open;
    }

    /** Count a message that passes at once. */
    public void countPassed() {
        passed.incrementAndGet();
    }

    /** Count a message that met the cut. */
    public void countStopped() {
        stopped.incrementAndGet();
    }

    /** How long a message that sets out now is under way, in nanoseconds; counts it as passed or delayed. */
    public long transitNanos() {
        if (mode instanceof Mode.Slow slow) {
            delayed.incrementAndGet();
            return slow.latencyNanos + jitter(slow.jitterNanos);
        }
        passed.incrementAndGet();
        return 0;
    }

    private synchronized long jitter(long jitterNanos) {
        return jitterNanos == 0 ? 0 : random.nextLong(jitterNanos + 1);
    }

    /** Run {@code resume} once when the cut is mended: now, if there is none. */
    public void onMend(Runnable resume) {
        synchronized (waiting) {
            if (isCut()) {
                waiting.add(resume);
                return;
            }
        }
        resume.run();
    }

    void cut() {
        synchronized (waiting) {
            mode = new Mode.Cut();
        }
    }

    void delay(Duration latency, Duration jitter) {
        change(new Mode.Slow(latency.toNanos(), jitter.toNanos()));
    }

    void mend() {
        change(OPEN);
    }

    private void change(Mode next) {
        List<Runnable> released;
        synchronized (waiting) {
            mode = next;
            released = List.copyOf(waiting);
            waiting.clear();
        }
        released.forEach(Runnable::run);
    }

    LinkCount count() {
        return new LinkCount(passed.get(), delayed.get(), stopped.get());
    }
}
