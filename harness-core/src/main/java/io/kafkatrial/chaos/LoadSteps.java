/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.chaos;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Makes a load small, one number after the other: at once to one, else by halves. Confined to one thread.
 */
final class LoadSteps {

    /** One way to make it smaller; {@code again} says whether it may be tried once more after it worked. */
    private enum Step {
        ONE_PRODUCER(false),
        ONE_CONSUMER(false),
        ONE_KEY(false),
        HALF_THE_RECORDS(true);

        private final boolean again;

        Step(boolean again) {
            this.again = again;
        }

        Load of(Load load) {
            return switch (this) {
                case ONE_PRODUCER -> new Load(1, load.consumers(), load.records(), load.keys());
                case ONE_CONSUMER ->
                    new Load(load.producers(), Math.min(1, load.consumers()), load.records(), load.keys());
                case ONE_KEY -> new Load(load.producers(), load.consumers(), load.records(), 1);
                case HALF_THE_RECORDS ->
                    new Load(load.producers(), load.consumers(), Math.max(1, load.records() / 2), load.keys());
            };
        }
    }

    private final Deque<Step> left = new ArrayDeque<>(List.of(Step.values()));
    private Load current;

    LoadSteps(Load failing) {
        this.current = failing;
    }

    /** The next load to try; empty when nothing more can be taken away. */
    Optional<Load> next() {
        while (!left.isEmpty()) {
            Load proposal = left.peek().of(current);
            if (!proposal.equals(current)) {
                return Optional.of(proposal);
            }
            left.remove();
        }
        return Optional.empty();
    }

    /** Whether the load proposed last failed as well. */
    void answer(boolean failed) {
        Step step = left.remove();
        if (failed) {
            current = step.of(current);
            if (step.again) {
                left.addFirst(step);
            }
        }
    }

    /** The smallest load known to fail. */
    Load smallest() {
        return current;
    }
}
