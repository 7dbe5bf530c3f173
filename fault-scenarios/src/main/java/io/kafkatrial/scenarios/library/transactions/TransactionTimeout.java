/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.transactions;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * A batch takes longer than a transaction may take. The coordinator aborts the transaction and fences
 * the producer, which is told what it would be told if another one had taken its place. Nobody has: who leaves the work
 * to that other one leaves it undone.
 */
final class TransactionTimeout implements Scenario {
    private static final String ID = "copier";
    private static final String HOUR = "an hour passes";

    @Override
    public Page page() {
        return Page.of("transaction-timeout", Chapter.TRANSACTIONS, "clock", "timeout", "fencing", "exactly-once")
                .idea("After transaction.timeout.ms the coordinator aborts a transaction and fences its producer."
                        + " ProducerFencedException then means: nobody has done this work, not: somebody else does it.")
                .fault("when the first batch is written the clock of the coordinator is set forward by an hour, and the"
                        + " application does not commit before its transaction has timed out")
                .advice("On ProducerFencedException and InvalidProducerEpochException close the producer, begin with a"
                        + " new one, and go back to what is committed. Let transaction.timeout.ms (60 s by default, 10 s"
                        + " in Kafka Streams) be longer than the longest batch and pause of the garbage collector;"
                        + " but readers wait as long for a transaction whose producer died.")
                .source("KIP-98; KIP-588; KIP-691; Jepsen, Bufstream 0.1.0");
    }

    @Override
    public Half dangerous() {
        return half(
                "on an exception of commitTransaction another producer, then the next poll",
                copier -> {},
                List.of(
                        Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.MISSED_EFFECT),
                        Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.MISSED_EFFECT)));
    }

    @Override
    public Half guarded() {
        return half(
                "on an exception of commitTransaction another producer, seek to what is committed, then the next poll",
                Copier::rewind,
                List.of(Expected.holds(Guarantee.AT_LEAST_ONCE), Expected.holds(Guarantee.EXACTLY_ONCE)));
    }

    private static Half half(String configuration, Consumer<Copier> afterFencing, List<Expected> expected) {
        return new Half(
                configuration,
                Copier::shape,
                Half.faults(new PlannedFault(
                        HOUR,
                        new Fault.SkewClock(new Target.TxnCoordinatorOf(ID), Duration.ofHours(1), Optional.empty()),
                        Trigger.acks(Copier.BATCH, Copier.INVOICES))),
                stage -> work(stage, afterFencing),
                expected);
    }

    private static void work(Stage stage, Consumer<Copier> afterFencing) {
        Copier.order(stage);
        Admin admin = stage.clients().admin(Map.of());
        Copier copier = Copier.member(stage, ID);
        List<ConsumerRecord<String, String>> batch = copier.next();
        copier.begin();
        copier.write(batch);
        stage.awaitFired(HOUR);
        Actors.await(() -> Actors.state(admin, ID) == TransactionState.COMPLETE_ABORT, Actors.LOOKS);
        try {
            copier.sendOffsets(batch);
            copier.commit();
        } catch (KafkaException fenced) {
            copier.renew(Actors.producer(stage, ID));
            afterFencing.accept(copier);
        }
        copier.toTheEnd(Copier::copy);
        Copier.audit(stage, "read_committed");
    }
}
