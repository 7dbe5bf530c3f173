/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.transactions;

import io.kafkatrial.engine.WireRule;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Requests;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/** A copier has to abort a transaction of which some records are stored already. */
final class Refusal {

    static final String WORDS = "the broker refuses the third record of the first transaction with"
            + " TRANSACTION_ABORTABLE, so that the application has to abort";

    private static final int STORED = 2;

    private Refusal() {}

    /** The third request that carries invoices is refused. */
    static PlannedFault ofAnInvoice() {
        return new PlannedFault(
                "refusal",
                new Fault.OnRequests(
                        Requests.to(new Target.AllBrokers(), "Produce").about(Copier.INVOICES),
                        new WireRule.Act.Refuse("TRANSACTION_ABORTABLE"),
                        STORED,
                        1,
                        Optional.empty()),
                Trigger.immediately());
    }

    /** Take a batch; if that fails abort, go back and let it come again. */
    static Copier.Step again(Copier.Step step) {
        return (copier, batch) -> {
            try {
                step.take(copier, batch);
            } catch (KafkaException refused) {
                copier.abort();
                copier.rewind();
            }
        };
    }
}
