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
import org.apache.kafka.common.KafkaException;

/**
 * An abort takes back the records and the offsets of a transaction, but not the position of the consumer. Who polls on
 * after it has skipped a batch, and the next commit makes that final.
 */
final class RewindForgotten implements Scenario {

    @Override
    public Page page() {
        return Page.of("rewind-forgotten", Chapter.TRANSACTIONS, "abort", "exactly-once", "seek")
                .idea("abortTransaction undoes what the producer did. The consumer knows nothing of it: its position is"
                        + " behind the batch, so the next poll goes on with the next one, and the inputs of the aborted"
                        + " transaction are skipped for good.")
                .fault(Refusal.WORDS)
                .advice("After an abort seek every partition back to what is committed (consumer.committed), or to the"
                        + " first record of the batch, before the next poll. Closing the consumer and beginning with"
                        + " another one does the same.")
                .source("KafkaProducer javadoc, abortTransaction; KIP-447; KAFKA-17582");
    }

    @Override
    public Half dangerous() {
        return half(
                "after abortTransaction the next poll",
                copier -> {},
                List.of(
                        Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.MISSED_EFFECT),
                        Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.MISSED_EFFECT)));
    }

    @Override
    public Half guarded() {
        return half(
                "after abortTransaction seek to what is committed, then the next poll",
                Copier::rewind,
                List.of(Expected.holds(Guarantee.AT_LEAST_ONCE), Expected.holds(Guarantee.EXACTLY_ONCE)));
    }

    private static Half half(String configuration, Consumer<Copier> afterAbort, List<Expected> expected) {
        return new Half(
                configuration,
                Copier::shape,
                Half.faults(Refusal.ofAnInvoice()),
                stage -> work(stage, afterAbort),
                expected);
    }

    private static void work(Stage stage, Consumer<Copier> afterAbort) {
        Copier.order(stage);
        Copier.member(stage, "copier").toTheEnd((copier, batch) -> {
            try {
                copier.copy(batch);
            } catch (KafkaException refused) {
                copier.abort();
                afterAbort.accept(copier);
            }
        });
        Copier.audit(stage, "read_committed");
    }
}
