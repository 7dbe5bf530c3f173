/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.time.Duration;

/**
 * Something an engine can do to a running cluster. Faults decide when and to whom; the lever is the
 * bare act. Pulling returns when the act is done (for {@link Restart} and {@link Stop}: when the
 * broker serves again, or has left).
 */
public sealed interface Lever {

    /** Kill the broker as SIGKILL does: sockets reset, what was not written is gone, no goodbye. */
    record Crash(int broker) implements Lever {}

    /** Start a crashed or stopped broker again on the same port and the same disk. */
    record Restart(int broker) implements Lever {}

    /** Stop in good order: controlled shutdown moves leadership first. */
    record Stop(int broker) implements Lever {}

    /** Freeze the broker as SIGSTOP does: sockets stay open, nothing is answered, no heartbeat. */
    record Pause(int broker) implements Lever {}

    /** Let a paused broker run on. */
    record Resume(int broker) implements Lever {}

    /** Let nothing pass from one end to the other; the opposite direction is not touched. */
    record Cut(Endpoint from, Endpoint to) implements Lever {}

    /** Deliver everything from one end to the other late, in order: latency plus 0 to jitter. */
    record Delay(Endpoint from, Endpoint to, Duration latency, Duration jitter) implements Lever {}

    /** Undo {@link Cut} and {@link Delay} of one direction. */
    record Mend(Endpoint from, Endpoint to) implements Lever {}
}
