/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.fault.Plan;
import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A page of the textbook that runs. Implementations have no state: a scenario may run many times, and on
 * several clusters at once.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public interface Scenario {

    /** What it teaches. */
    Page page();

    /** The verdicts it declares, one for each guarantee it speaks of; at least one. */
    List<Expected> expected();

    /** Describe the cluster it runs on, over the defaults. */
    ClusterBuilder shape(ClusterBuilder cluster);

    /** The faults; an empty plan if the workload itself is what breaks. */
    Plan plan(long seed);

    /** Do the work. Returns when everything was asked for; open sends are awaited by the runner. */
    void run(Stage stage) throws Exception;
}
