/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.transactions;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.fault.ClientAct;
import io.kafkatrial.fault.ClientPoint;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Passages;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.clients.ClientCrashedException;
import java.util.List;
import java.util.Optional;

/**
 * An application writes in transactions but commits its offsets by the consumer, after each of them. It dies in between:
 * the records are there, the offsets are not, and its heir writes the same records again.
 */
final class OffsetsOutside implements Scenario {
    private static final String ID = "copier";

    @Override
    public Page page() {
        return Page.of("offsets-outside-of-transaction", Chapter.TRANSACTIONS, "crash", "exactly-once", "commit")
                .idea("Consume, transform and produce is exactly once only if the offsets of what was consumed are"
                        + " committed in the transaction of what was produced. Committed by the consumer they are"
                        + " another step, and a crash can come between the two.")
                .fault("the application crashes when its second transaction is committed")
                .advice("Use sendOffsetsToTransaction, with enable.auto.commit=false and without commitSync."
                        + " Kafka Streams does so with processing.guarantee=exactly_once_v2.")
                .application("Send " + Copier.ALL + " records to `" + Copier.ORDERS + "` and, as group `" + Copier.GROUP
                        + "`, make a record in `" + Copier.INVOICES + "` of each, in several transactions of"
                        + " transactional.id `" + ID + "`; begin again after a ClientCrashedException. Name the origin"
                        + " of each invoice with effects.derive, and report an order as done for each committed invoice"
                        + " of it.")
                .source("KIP-98; KIP-447; KafkaProducer javadoc, sendOffsetsToTransaction");
    }

    @Override
    public Half dangerous() {
        return half(
                "commitTransaction, then consumer.commitSync",
                (copier, batch) -> {
                    copier.begin();
                    copier.write(batch);
                    copier.commit();
                    copier.commitByConsumer();
                },
                Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.TORN_OFFSETS, Anomaly.Kind.DUPLICATE_EFFECT));
    }

    @Override
    public Half guarded() {
        return half(
                "sendOffsetsToTransaction, then commitTransaction",
                Copier::copy,
                Expected.holds(Guarantee.EXACTLY_ONCE));
    }

    private static Half half(String configuration, Copier.Step step, Expected expected) {
        return new Half(
                configuration,
                Copier::shape,
                Half.faults(new PlannedFault(
                        "crash",
                        new Fault.OnClients(
                                new Target.ProducerOf(ID),
                                new ClientAct.Crash(),
                                ClientPoint.AFTER_TRANSACTION_END,
                                Passages.nth(2),
                                Optional.empty()),
                        Trigger.immediately())),
                stage -> work(stage, step),
                List.of(Expected.holds(Guarantee.AT_LEAST_ONCE), expected));
    }

    private static void work(Stage stage, Copier.Step step) {
        Copier.order(stage);
        Copier first = Copier.lasting(stage, ID);
        try {
            first.toTheEnd(step);
        } catch (ClientCrashedException dead) {
            first.crash();
        }
        Copier.lasting(stage, ID).toTheEnd(step);
        Copier.audit(stage, "read_committed");
    }
}
