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
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.clients.ClientCrashedException;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;

/**
 * A producer dies with a transaction open. Until that times out, readers of committed records get nothing that lies
 * behind its first record, whoever wrote it; unless the producer comes back under the same id and ends it.
 */
final class AbandonedTransaction implements Scenario {
    private static final String TOPIC = "orders";
    private static final String FIRST = "shop-1";
    private static final int BEHIND = 10;

    @Override
    public Page page() {
        return Page.of("abandoned-transaction", Chapter.TRANSACTIONS, "crash", "last-stable-offset", "timeout")
                .idea("Readers of committed records read up to the last stable offset, where the first open transaction"
                        + " begins. One that its producer left open holds up what everybody else writes to the"
                        + " partition, for transaction.timeout.ms: a minute by default, up to 15 as brokers allow.")
                .fault("a producer crashes before it commits its first transaction, and is started again")
                .advice("Keep transactional.id over a restart: initTransactions then aborts at once what was left open."
                        + " Where ids come and go, keep transaction.timeout.ms short. kafka-transactions.sh ends"
                        + " transactions by hand.")
                .source("Kafka documentation, Producer Configs, transaction.timeout.ms; KIP-98; KIP-664");
    }

    @Override
    public Half dangerous() {
        return half(
                "another transactional.id at each start, transaction.timeout.ms=60000 (the default)",
                "shop-2",
                Actors.POLLS_IN_VAIN,
                Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.MISSED_DELIVERY));
    }

    @Override
    public Half guarded() {
        return half(
                "the same transactional.id at each start",
                FIRST,
                Actors.PATIENT,
                Expected.holds(Guarantee.AT_LEAST_ONCE));
    }

    private static Half half(String configuration, String secondId, int polls, Expected expected) {
        return new Half(
                configuration,
                cluster -> cluster.brokers(1).topic(TOPIC, 1),
                Half.faults(new PlannedFault(
                        "crash",
                        new Fault.OnClients(
                                new Target.ProducerOf(FIRST),
                                new ClientAct.Crash(),
                                ClientPoint.BEFORE_TRANSACTION_END,
                                Passages.nth(1),
                                Optional.empty()),
                        Trigger.immediately())),
                stage -> work(stage, secondId, polls),
                List.of(expected));
    }

    private static void work(Stage stage, String secondId, int polls) {
        Producer<String, String> others = stage.clients().producer(Workload.producer());
        Actors.send(others, TOPIC, 0, "the first");
        RecordingConsumer<String, String> billing =
                Actors.reader(stage, "billing", TOPIC, "isolation.level", "read_committed");
        Actors.read(billing, 1, Actors.PATIENT);

        Producer<String, String> shop = Actors.producer(stage, FIRST);
        shop.beginTransaction();
        Actors.send(shop, TOPIC, 0, "left open");
        try {
            shop.commitTransaction();
        } catch (ClientCrashedException dead) {
            Actors.producer(stage, secondId);
        }
        Workload.send(others, TOPIC, 0, BEHIND);
        others.flush();
        Actors.read(billing, BEHIND, polls);
    }
}
