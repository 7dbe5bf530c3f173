/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.loop;

/**
 * Elapsed time that advances only while this JVM runs: each tick adds the time since the last one, but
 * never more than {@value #TICK_CAP_NANOS} ns. All brokers and controllers of a cluster live in one
 * JVM, so a stall of the JVM (a breakpoint, a long collection, a starved CI machine) must not count
 * towards anybody's session; a broker that is paused alone still times out.
 *
 * <p>Safe for use by several threads; {@link #tick()} is called by one.
 */
public final class StallProofClock implements LoopClock {

    static final long TICK_CAP_NANOS = 50_000_000;

    private final LoopClock source;
    private volatile Mark mark;

    public StallProofClock(LoopClock source) {
        this.source = source;
        this.mark = new Mark(source.nanos(), 0);
    }

    /**
     * Move on; call every few milliseconds, by another clock: a timer of this one, set while it stands still, would wait
     * for its own tick.
     */
    public void tick() {
        long now = source.nanos();
        mark = new Mark(now, mark.at(now));
    }

    @Override
    public long wallMs() {
        return source.wallMs();
    }

    @Override
    public long nanos() {
        return mark.at(source.nanos());
    }

    private record Mark(long sourceNanos, long elapsedNanos) {
        long at(long nowNanos) {
            return elapsedNanos + Math.max(0, Math.min(nowNanos - sourceNanos, TICK_CAP_NANOS));
        }
    }
}
