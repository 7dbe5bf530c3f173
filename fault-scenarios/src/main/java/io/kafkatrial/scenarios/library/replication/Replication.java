/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.replication;

import io.kafkatrial.scenarios.Scenario;
import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The scenarios of this chapter. */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class Replication {

    private Replication() {}

    /** All of them, in the order of the book. */
    public static List<Scenario> scenarios() {
        return List.of(
                new AcksZero(),
                new LeaderCrash(),
                new LeaderMove(),
                new IsolatedLeader(),
                new LostAnswer(),
                new IdempotenceOff(),
                new RetryReordering(),
                new RetryAfterAppend(),
                new LateRequest(),
                new ProducerIdExpiry(),
                new MinIsrOne(),
                new MinIsrCapped(),
                new MinIsrAll(),
                new UncleanElection(),
                new LastReplicaStanding(),
                new PowerLoss(),
                new LaggingFollower(),
                new SessionTimeout(),
                new OneController(),
                new FollowerFetch(),
                new PartitionsAdded(),
                new MixedPartitioners());
    }
}
