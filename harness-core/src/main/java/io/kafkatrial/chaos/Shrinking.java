/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.chaos;

import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.PlannedFault;
import java.util.List;
import java.util.Optional;

/**
 * Takes faults away, then load, as long as the draft still fails. Confined to one thread.
 */
final class Shrinking {

    private final Draft failing;
    private final int triesEach;
    private final Ddmin<PlannedFault> faults;
    private final LoadSteps load;
    private int tried;

    /**
     * Make {@code failing} smaller.
     *
     * @param triesEach how many times a smaller draft may pass before it counts as one that does not fail
     */
    Shrinking(Draft failing, int triesEach) {
        this.failing = failing;
        this.triesEach = triesEach;
        this.faults = new Ddmin<>(failing.plan().faults());
        this.load = new LoadSteps(failing.load());
    }

    /** The next draft to try; empty when nothing more can be taken away. */
    Optional<Draft> next() {
        Optional<List<PlannedFault>> fewer = faults.next();
        if (fewer.isPresent()) {
            return fewer.map(some -> new Draft(plan(some), failing.load()));
        }
        return load.next().map(less -> new Draft(plan(faults.smallest()), less));
    }

    /** Whether the draft proposed last failed. */
    void answer(boolean failed) {
        if (!failed && ++tried < triesEach) {
            return; // the same once more
        }
        tried = 0;
        if (faults.next().isPresent()) {
            faults.answer(failed);
        } else {
            load.answer(failed);
        }
    }

    /** The smallest draft known to fail. */
    Draft smallest() {
        return new Draft(plan(faults.smallest()), load.smallest());
    }

    private Plan plan(List<PlannedFault> some) {
        return Remaining.of(failing.plan(), some);
    }
}
