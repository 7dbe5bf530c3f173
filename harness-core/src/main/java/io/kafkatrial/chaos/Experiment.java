/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.chaos;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** A run that the search wants. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public sealed interface Experiment {

    /** What is to be run. */
    Draft draft();

    /** A draft of its own, not run before. */
    record Explore(Draft draft, int number, int of) implements Experiment {
        @Override
        public String toString() {
            return "run " + number + " of " + of + ", seed " + draft.seed();
        }
    }

    /** The draft that failed, once more. */
    record Repeat(Draft draft, int number, int of) implements Experiment {
        @Override
        public String toString() {
            return "seed " + draft.seed() + " failed; again, " + number + " of " + of;
        }
    }

    /** A smaller draft. */
    record Shrink(Draft draft, int number) implements Experiment {
        @Override
        public String toString() {
            return "seed " + draft.seed() + " made smaller, attempt " + number + ": "
                    + draft.plan().faults().size() + " faults, " + draft.load();
        }
    }
}
