/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.consumers;

import io.kafkatrial.scenarios.Scenario;
import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The scenarios of this chapter. */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class Consumers {

    private Consumers() {}

    /** All of them, in the order of the book. */
    public static List<Scenario> scenarios() {
        return List.of(
                new ConsumerCrashBeforeCommit(),
                new CommitBeforeProcessing(),
                new AutoCommitCrash(),
                new AutoCommitHandOff(),
                new ParallelCommitMaximum(),
                new WorkersReorderKeys(),
                new CommitOnRevoke(),
                new SlowHandlerEvicted(),
                new PausedConsumer(),
                new StopTheWorld(),
                new StaticMemberGone(),
                new PoisonPill(),
                new UndecodableRecord(),
                new ForgottenPause(),
                new TwoApplicationsOneGroup(),
                new AssignInTwoInstances(),
                new ShareDeliveryLimit());
    }
}
