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
import java.util.function.Consumer;

/**
 * An application sends mails while it has a transaction open. The transaction is aborted and done again; the mails
 * cannot be aborted, and are sent again too.
 */
final class EffectInTransaction implements Scenario {

    @Override
    public Page page() {
        return Page.of("effect-in-transaction", Chapter.TRANSACTIONS, "abort", "exactly-once", "side-effect", "outbox")
                .idea("A transaction of Kafka covers records and offsets in one Kafka cluster, nothing else: a mail, a"
                        + " call, a row in a database that is done inside of it stays done when it is aborted, and is"
                        + " done again with it.")
                .fault(Refusal.WORDS + ", and does the batch again")
                .advice("Write what is to be done as a record of the transaction (an outbox), and let a reader of"
                        + " committed records do it, under the record's key, so that it can do it again; or make the"
                        + " effect idempotent.")
                .source("Kafka documentation, Design, Message Delivery Semantics; KIP-98");
    }

    @Override
    public Half dangerous() {
        return half(
                "the mail is sent before commitTransaction",
                (copier, batch) -> {
                    batch.forEach(order -> copier.stage().effects().of("mailer").done(order));
                    copier.copy(batch);
                },
                stage -> {},
                List.of(
                        Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.DUPLICATE_EFFECT),
                        Expected.broken(Guarantee.AT_MOST_ONCE, Anomaly.Kind.DUPLICATE_EFFECT)));
    }

    @Override
    public Half guarded() {
        return half(
                "the mail is sent by a reader of the committed invoices",
                Copier::copy,
                stage -> Copier.audit(stage, "read_committed"),
                List.of(Expected.holds(Guarantee.EXACTLY_ONCE), Expected.holds(Guarantee.AT_MOST_ONCE)));
    }

    private static Half half(
            String configuration, Copier.Step step, Consumer<Stage> afterwards, List<Expected> expected) {
        return new Half(
                configuration,
                Copier::shape,
                Half.faults(Refusal.ofAnInvoice()),
                stage -> {
                    Copier.order(stage);
                    Copier.member(stage, "copier").toTheEnd(Refusal.again(step));
                    afterwards.accept(stage);
                },
                expected);
    }
}
