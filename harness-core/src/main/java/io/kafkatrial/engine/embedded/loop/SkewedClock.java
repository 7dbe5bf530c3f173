/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.loop;

import java.time.Duration;

/**
 * The clock of one process of the cluster: its wall clock may be wrong by a constant, its stopwatch never is.
 * Outlives the process, as the machine it stands for does.
 *
 * <p>What Apache Kafka 4.3.1 takes from the wall clock ({@code Time.milliseconds()}), and so what goes wrong with it:
 * timestamps of records that a broker gives ({@code LogAppendTime}, what coordinators and markers write) and the
 * bounds it checks those of producers against; retention, flush, compaction lag and the end of producer state; the
 * start of transactions, and with it their time-out and the expiry of transactional ids (KAFKA-8803); the retention
 * of committed offsets. Also, through {@link #timersMs()}, all time-outs of Raft. How long a replica may lag, which
 * Kafka takes from the wall clock as well, goes by the stopwatch here: a leader whose clock jumps would otherwise drop
 * followers that are well, for one check.
 *
 * <p>What it takes from the stopwatch ({@code Time.nanoseconds()}, {@code hiResClockMs()}), and so stays right: the
 * sessions of brokers at the controller, sessions and rebalances of groups, everything that waits in a purgatory, and
 * the intervals of its schedulers: an expired transaction is found by the next check, not by the jump.
 *
 * <p>Safe for use by several threads.
 */
public final class SkewedClock implements LoopClock {

    private final LoopClock right;
    private volatile long skewMs;

    /** A clock that is right as long as nobody skews it. */
    public SkewedClock(LoopClock right) {
        this.right = right;
    }

    /** Be wrong by so much from now on; zero is right again. */
    public void skew(Duration by) {
        skewMs = by.toMillis();
    }

    @Override
    public long wallMs() {
        return right.wallMs() + skewMs;
    }

    @Override
    public long nanos() {
        return right.nanos();
    }

    @Override
    public long timersMs() {
        return right.timersMs() + skewMs;
    }
}
