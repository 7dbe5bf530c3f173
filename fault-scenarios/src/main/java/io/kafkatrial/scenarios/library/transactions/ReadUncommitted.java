/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.transactions;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import java.util.List;

/**
 * A transaction is aborted and done again. Who reads its topic without saying that it wants committed records only gets
 * both, and acts twice.
 */
final class ReadUncommitted implements Scenario {

    @Override
    public Page page() {
        return Page.of("read-uncommitted", Chapter.TRANSACTIONS, "abort", "isolation", "defaults")
                .idea("isolation.level is read_uncommitted by default: a consumer gets records of aborted transactions"
                        + " like any others. What the producers abort and do again, it sees twice; what they take back,"
                        + " it sees once too often.")
                .fault(Refusal.WORDS + ", and does the batch again")
                .advice(
                        "Set isolation.level=read_committed in every consumer downstream of a transaction. It then waits"
                                + " for transactions to end (see abandoned-transaction).")
                .source("Kafka documentation, Consumer Configs, isolation.level; KIP-98");
    }

    @Override
    public Half dangerous() {
        return half(
                "isolation.level=read_uncommitted (the default) in the consumer of the invoices",
                "read_uncommitted",
                List.of(
                        Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.DUPLICATE_EFFECT),
                        Expected.broken(Guarantee.AT_MOST_ONCE, Anomaly.Kind.DUPLICATE_EFFECT)));
    }

    @Override
    public Half guarded() {
        return half(
                "isolation.level=read_committed",
                "read_committed",
                List.of(Expected.holds(Guarantee.EXACTLY_ONCE), Expected.holds(Guarantee.AT_MOST_ONCE)));
    }

    private static Half half(String configuration, String isolation, List<Expected> expected) {
        return new Half(
                configuration,
                Copier::shape,
                Half.faults(Refusal.ofAnInvoice()),
                stage -> work(stage, isolation),
                expected);
    }

    private static void work(Stage stage, String isolation) {
        Copier.order(stage);
        Copier.member(stage, "copier").toTheEnd(Refusal.again(Copier::copy));
        Copier.audit(stage, isolation);
    }
}
