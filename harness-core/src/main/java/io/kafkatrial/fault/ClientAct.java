/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** What happens to a client of the application under test, done by the {@link ClientStage}. */
public sealed interface ClientAct {

    /** It dies without a goodbye: its connections end, its thread gets an exception, nothing is flushed or left. */
    record Crash() implements ClientAct {}

    /** Every thread of it stands still, heartbeats too, as in a long pause of the garbage collector. */
    record Pause() implements ClientAct {}

    /** A second one of the same transactional.id, group.instance.id and client.id begins and goes on: this is a zombie. */
    record Twin() implements ClientAct {}

    /** Whoever handles its records takes so much longer for each. */
    record SlowHandler(Duration by) implements ClientAct {
        public SlowHandler {
            requireNonNull(by, "by");
        }
    }

    /** Whoever handles its records fails with this message. */
    record FailHandler(String message) implements ClientAct {
        public FailHandler {
            requireNonNull(message, "message");
        }
    }

    /** Its next polls wait so long before they ask. */
    record SlowPoll(Duration by) implements ClientAct {
        public SlowPoll {
            requireNonNull(by, "by");
        }
    }

    /** It leaves in good order: unsubscribed and closed. */
    record Leave() implements ClientAct {}

    /** Others join its group and leave again, one after the other, so that it is rebalanced each time. */
    record Storm(int joins) implements ClientAct {}
}
