/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/** What happens to a client of the application under test, done by the {@link ClientStage}. */
public sealed interface ClientAct {

    /** It dies without a goodbye: its connections end, its thread gets an exception, nothing is flushed or left. */
    record Crash() implements ClientAct {}

    /** The application loses it without closing it: its calls fail, its own threads go on, heartbeats too. */
    record Leak() implements ClientAct {}

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

    /**
     * Whoever handles its records fails with this message.
     *
     * @param key only at records whose key reads so: a poison pill
     */
    record FailHandler(String message, Optional<String> key) implements ClientAct {
        public FailHandler {
            requireNonNull(message, "message");
            requireNonNull(key, "key");
        }

        /** At records of any key. */
        public FailHandler(String message) {
            this(message, Optional.empty());
        }
    }

    /** Its next polls wait so long before they ask. */
    record SlowPoll(Duration by) implements ClientAct {
        public SlowPoll {
            requireNonNull(by, "by");
        }
    }

    /** It leaves its group in good order with its next poll, and joins again when the fault is undone. */
    record Leave() implements ClientAct {}

    /** Others join its group and leave again, one after the other, so that it is rebalanced each time. */
    record Storm(int joins) implements ClientAct {}
}
