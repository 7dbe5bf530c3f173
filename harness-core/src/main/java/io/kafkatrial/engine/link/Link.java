/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.link;

import io.kafkatrial.engine.LinkCount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One direction between two ends: open, slow, narrow, or cut. Messages ask when they set out.
 * Nothing is lost in a link: like TCP it holds back what meets a cut, until the sender gives up. What the
 * bandwidth does not let through waits for its turn, behind whatever set out before it on whatever connection.
 *
 * <p>Safe for use by several threads.
 */
public final class Link {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** The faults of a link; each is set for itself, mending takes all away. */
    private record Mode(boolean isCut, long latencyNanos, long jitterNanos, long bytesPerSecond) {

        boolean isOpen() {
            return !isCut && latencyNanos == 0 && jitterNanos == 0 && bytesPerSecond == UNLIMITED;
        }
    }

    private static final long UNLIMITED = 0;
    private static final Mode OPEN = new Mode(false, 0, 0, UNLIMITED);

    private final SplittableRandom random;
    private final AtomicLong passed = new AtomicLong();
    private final AtomicLong delayed = new AtomicLong();
    private final AtomicLong stopped = new AtomicLong();
    private final AtomicLong reset = new AtomicLong();
    private final List<Runnable> waiting = new ArrayList<>();
    private volatile Mode mode = OPEN;
    /** When the last message that was slowed down for want of bandwidth has passed; guarded by this. */
    private long busyUntilNanos = Long.MIN_VALUE;

    Link(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Whether nothing passes. */
    public boolean isCut() {
        return mode.isCut;
    }

    /** Whether messages pass at once. */
    public boolean isOpen() {
        return mode.isOpen();
    }

    /** Count a message that passes at once. */
    public void countPassed() {
        passed.incrementAndGet();
    }

    /** Count a message that met the cut. */
    public void countStopped() {
        stopped.incrementAndGet();
    }

    /** Count a connection that was reset. */
    public void countReset() {
        reset.incrementAndGet();
    }

    /**
     * When a message that sets out now arrives; counts it as passed, delayed or stopped. One that meets a cut is
     * there when the cut is mended.
     *
     * @param nowNanos by the clock the answer is told by
     * @param bytes how long the message is
     */
    public long arrivalNanos(long nowNanos, long bytes) {
        Mode now = mode;
        if (now.isCut) {
            stopped.incrementAndGet();
            return nowNanos;
        } else if (now.isOpen()) {
            passed.incrementAndGet();
            return nowNanos;
        }
        delayed.incrementAndGet();
        return throughBandwidth(now, nowNanos, bytes) + now.latencyNanos + jitter(now.jitterNanos);
    }

    private synchronized long throughBandwidth(Mode now, long nowNanos, long bytes) {
        if (now.bytesPerSecond == UNLIMITED) {
            return nowNanos;
        }
        long from = Math.max(nowNanos, busyUntilNanos);
        busyUntilNanos = from + (long) ((double) bytes * NANOS_PER_SECOND / now.bytesPerSecond);
        return busyUntilNanos;
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
            mode = new Mode(true, mode.latencyNanos, mode.jitterNanos, mode.bytesPerSecond);
        }
    }

    void delay(Duration latency, Duration jitter) {
        synchronized (waiting) {
            mode = new Mode(mode.isCut, latency.toNanos(), jitter.toNanos(), mode.bytesPerSecond);
        }
    }

    void throttle(long bytesPerSecond) {
        synchronized (this) {
            busyUntilNanos = Long.MIN_VALUE;
        }
        synchronized (waiting) {
            mode = new Mode(mode.isCut, mode.latencyNanos, mode.jitterNanos, bytesPerSecond);
        }
    }

    void mend() {
        List<Runnable> released;
        synchronized (waiting) {
            mode = OPEN;
            released = List.copyOf(waiting);
            waiting.clear();
        }
        released.forEach(Runnable::run);
    }

    LinkCount count() {
        return new LinkCount(passed.get(), delayed.get(), stopped.get(), reset.get());
    }
}
