/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.time.Duration;

/**
 * Something an engine can do to a running cluster. Faults decide when and to whom; the lever is the
 * bare act. Pulling returns when the act is done (for {@link Restart} and {@link Stop}: when the
 * node serves again, or has left; without a majority of controllers a restarted node runs, but does not
 * serve yet).
 *
 * <p>The levers of a process name a broker or a controller. Where both share one process either means it.
 */
public sealed interface Lever {

    /** Kill the node as SIGKILL does: sockets reset, what was not written is gone, no goodbye. */
    record Crash(Endpoint node) implements Lever {
        public Crash {
            process(node);
        }

        /** Kill a broker. */
        public Crash(int broker) {
            this(Endpoint.broker(broker));
        }
    }

    /** Start a crashed or stopped node again: a broker on the same port, all on the same disk. */
    record Restart(Endpoint node) implements Lever {
        public Restart {
            process(node);
        }

        /** Start a broker again. */
        public Restart(int broker) {
            this(Endpoint.broker(broker));
        }
    }

    /** Stop in good order: a broker's leaderships are moved first, an active controller hands over. */
    record Stop(Endpoint node) implements Lever {
        public Stop {
            process(node);
        }

        /** Stop a broker. */
        public Stop(int broker) {
            this(Endpoint.broker(broker));
        }
    }

    /** Freeze the node as SIGSTOP does: sockets stay open, nothing is answered, no heartbeat. */
    record Pause(Endpoint node) implements Lever {
        public Pause {
            process(node);
        }

        /** Freeze a broker. */
        public Pause(int broker) {
            this(Endpoint.broker(broker));
        }
    }

    /** Let a paused node run on. */
    record Resume(Endpoint node) implements Lever {
        public Resume {
            process(node);
        }

        /** Let a broker run on. */
        public Resume(int broker) {
            this(Endpoint.broker(broker));
        }
    }

    /** Let nothing pass from one end to the other; the opposite direction is not touched. */
    record Cut(Endpoint from, Endpoint to) implements Lever {}

    /** Deliver everything from one end to the other late, in order: latency plus 0 to jitter. */
    record Delay(Endpoint from, Endpoint to, Duration latency, Duration jitter) implements Lever {}

    /** Undo {@link Cut} and {@link Delay} of one direction. */
    record Mend(Endpoint from, Endpoint to) implements Lever {}

    private static void process(Endpoint node) {
        if (node instanceof Endpoint.Clients) {
            throw Complaints.noProcess(node);
        }
    }
}
