/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.embedded.link.WireTransport;
import io.kafkatrial.engine.embedded.loop.Loop;
import io.kafkatrial.engine.embedded.loop.LoopClock;

/**
 * What the controllers of one cluster hang on.
 *
 * @param transport carries the messages between them and from brokers
 * @param loop on whose thread all voters run; they need little
 * @param clock the controllers' clock
 */
public record QuorumWires(WireTransport transport, Loop loop, LoopClock clock) {
    public QuorumWires {
        requireNonNull(transport, "transport");
        requireNonNull(loop, "loop");
        requireNonNull(clock, "clock");
    }
}
