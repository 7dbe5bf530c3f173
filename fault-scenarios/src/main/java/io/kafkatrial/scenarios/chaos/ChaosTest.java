/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.chaos;

import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.chaos.Load;
import io.kafkatrial.check.Claim;
import io.kafkatrial.scenarios.Stage;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What is put on trial under random faults. Implementations have no state: runs are many, and several at once.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public interface ChaosTest {

    /** Describe the cluster each run starts, over the defaults; it needs a topic. */
    ClusterBuilder shape(ClusterBuilder cluster);

    /** What has to hold in every run. */
    Claim claim();

    /**
     * Do the work. Returns when everything was asked for; open sends are awaited by the runner.
     *
     * @param load how much; a test that keeps to it can be made small
     */
    void run(Stage stage, Load load) throws Exception;
}
