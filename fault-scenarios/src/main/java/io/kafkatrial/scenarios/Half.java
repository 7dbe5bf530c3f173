/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.PlannedFault;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * One half of a scenario: what runs, and the verdicts it declares. Its functions have no state: a half may run many
 * times, and on several clusters at once.
 *
 * @param configuration what decides, in the words a user would configure it with
 * @param shape describes the cluster it runs on, over the defaults
 * @param plan the faults for a seed; an empty plan if the workload itself is what breaks
 * @param work the workload; returns when everything was asked for, the runner awaits open sends
 * @param expected the verdicts it declares, one for each claim it speaks of; at least one
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record Half(
        String configuration,
        UnaryOperator<ClusterBuilder> shape,
        LongFunction<Plan> plan,
        Work work,
        List<Expected> expected) {

    /** A workload. */
    @FunctionalInterface
    public interface Work {
        /** Do the work. Called by one thread, once for each run. */
        void run(Stage stage) throws Exception;

        /** Who writes the history of it. */
        default Recording recording() {
            return Recording.byProperty();
        }
    }

    public Half {
        requireNonNull(configuration, "configuration");
        requireNonNull(shape, "shape");
        requireNonNull(plan, "plan");
        requireNonNull(work, "work");
        expected = List.copyOf(expected);
        if (expected.isEmpty()) {
            throw new IllegalArgumentException("a half of a scenario declares at least one verdict");
        }
    }

    /** Faults that do not depend on the seed. */
    public static LongFunction<Plan> faults(PlannedFault... faults) {
        List<PlannedFault> all = List.of(faults);
        return seed -> new Plan(seed, all);
    }

    /** The same with another workload, such as one's own application. */
    public Half working(Work other) {
        return new Half(configuration, shape, plan, other, expected);
    }

    /** The same with other declared verdicts. */
    public Half expecting(List<Expected> other) {
        return new Half(configuration, shape, plan, work, other);
    }
}
