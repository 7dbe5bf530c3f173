/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.embedded.link.WireTransport;
import io.kafkatrial.engine.embedded.loop.Loop;
import io.kafkatrial.engine.embedded.loop.LoopClock;
import java.util.function.IntFunction;

/**
 * What the controllers of one cluster hang on.
 *
 * @param transport carries the messages between them and from brokers
 * @param loop on whose thread all voters run; they need little
 * @param clock the time by which the harness is told what happens
 * @param clocks each controller's own clock, by its id
 */
public record QuorumWires(
        WireTransport transport, Loop loop, LoopClock clock, IntFunction<? extends LoopClock> clocks) {
    public QuorumWires {
        requireNonNull(transport, "transport");
        requireNonNull(loop, "loop");
        requireNonNull(clock, "clock");
        requireNonNull(clocks, "clocks");
    }

    /** Wires of controllers whose clocks are right. */
    public QuorumWires(WireTransport transport, Loop loop, LoopClock clock) {
        this(transport, loop, clock, id -> clock);
    }
}
