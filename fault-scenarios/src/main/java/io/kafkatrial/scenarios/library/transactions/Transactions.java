/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.transactions;

import io.kafkatrial.scenarios.Scenario;
import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The scenarios of this chapter. */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class Transactions {

    private Transactions() {}

    /** All of them, in the order of the book. */
    public static List<Scenario> scenarios() {
        return List.of(
                new DelayedAbort(),
                new DelayedCommit(),
                new LateRecordHangs(),
                new LateRecordJoins(),
                new ZombieNotFenced(),
                new NoGroupMetadata(),
                new OffsetsOutside(),
                new RewindForgotten(),
                new TransactionTimeout(),
                new SharedProducer(),
                new ReadUncommitted(),
                new EffectInTransaction(),
                new AbandonedTransaction(),
                new CoordinatorCrash());
    }
}
