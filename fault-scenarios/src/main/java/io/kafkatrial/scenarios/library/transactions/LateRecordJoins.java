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
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;

/**
 * A record of a transaction arrives after the transaction was aborted, and before its producer's next one writes to the
 * same partition: it becomes a part of that, and is committed with it.
 */
final class LateRecordJoins implements Scenario {
    private static final String TOPIC = "orders";

    @Override
    public Page page() {
        return Page.of("late-record-joins", Chapter.TRANSACTIONS, "network", "kip-890", "isolation")
                .idea("A record that arrives after its transaction was aborted becomes part of the producer's next"
                        + " transaction in that partition: what was aborted is committed, and readers of committed"
                        + " records get it.")
                .fault(LateRecord.FAULT + "; the next transaction writes behind it and commits")
                .advice(
                        "Raise transaction.version to 2: the marker of each transaction raises the producer's epoch, and"
                                + " what comes with the old one is fenced. Never switch"
                                + " transaction.partition.verification.enable off.")
                .source("KIP-890; Kafka documentation, Operations, Transaction Protocol");
    }

    @Override
    public Half dangerous() {
        return half(
                "transaction.version=1, transaction.partition.verification.enable=false",
                Map.of("trial.feature.transaction.version", "1", "transaction.partition.verification.enable", "false"),
                Actors.LOOKS,
                Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.ABORTED_READ));
    }

    @Override
    public Half guarded() {
        return half(
                "transaction.version=2, transaction.partition.verification.enable=true (both defaults)",
                Map.of(),
                Actors.LOOKS_IN_VAIN,
                Expected.holds(Guarantee.EXACTLY_ONCE));
    }

    private static Half half(String configuration, Map<String, String> brokers, int looks, Expected expected) {
        return new Half(
                configuration,
                cluster -> {
                    brokers.forEach(cluster::config);
                    return LateRecord.shape(cluster, TOPIC);
                },
                LateRecord.faults(),
                stage -> work(stage, looks),
                List.of(expected));
    }

    private static void work(Stage stage, int looks) {
        Producer<String, String> shop = LateRecord.given(stage, TOPIC, looks);
        shop.beginTransaction();
        Actors.send(shop, TOPIC, 0, "an order");
        shop.commitTransaction();

        RecordingConsumer<String, String> billing =
                Actors.reader(stage, "billing", TOPIC, "isolation.level", "read_committed");
        Actors.readTo(billing, "an order");
    }
}
