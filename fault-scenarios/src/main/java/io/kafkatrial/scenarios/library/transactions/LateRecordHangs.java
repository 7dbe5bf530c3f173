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
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;

/**
 * A record of a transaction arrives after the transaction was aborted. To the partition it begins another, of which no
 * coordinator knows, so that nobody will ever end it. Readers of committed records stop before it for good.
 */
final class LateRecordHangs implements Scenario {
    private static final String TOPIC = "orders";
    private static final int BEHIND = 10;

    @Override
    public Page page() {
        return Page.of("late-record-hangs", Chapter.TRANSACTIONS, "network", "kip-890", "kip-664", "last-stable-offset")
                .idea(
                        "A record that arrives after its transaction has ended opens a hanging transaction: no coordinator"
                                + " knows of it, so none ends it. The last stable offset stays before it, and readers of"
                                + " committed records get nothing more of the partition, whoever writes and commits it.")
                .fault(LateRecord.FAULT)
                .advice(
                        "Leave transaction.partition.verification.enable on, the default since Kafka 3.6: the leader asks"
                                + " the coordinator before it takes a record of a transaction. transaction.version 2 closes the"
                                + " gap for good. A transaction that hangs already is found and ended with kafka-transactions.sh"
                                + " (find-hanging, abort).")
                .source(
                        "KIP-890; KIP-664; Kafka documentation, Broker Configs, transaction.partition.verification.enable");
    }

    @Override
    public Half dangerous() {
        return half(
                "transaction.version=1, transaction.partition.verification.enable=false",
                "false",
                new int[] {Actors.LOOKS, Actors.POLLS_IN_VAIN},
                Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.LOST_COMMIT, Anomaly.Kind.MISSED_DELIVERY));
    }

    @Override
    public Half guarded() {
        return half(
                "transaction.version=1, transaction.partition.verification.enable=true (the default)",
                "true",
                new int[] {Actors.LOOKS_IN_VAIN, Actors.PATIENT},
                Expected.holds(Guarantee.AT_LEAST_ONCE));
    }

    private static Half half(String configuration, String verification, int[] patience, Expected expected) {
        return new Half(
                configuration,
                cluster -> LateRecord.shape(cluster, TOPIC)
                        .config("trial.feature.transaction.version", "1")
                        .config("transaction.partition.verification.enable", verification),
                LateRecord.faults(),
                stage -> work(stage, patience[0], patience[1]),
                List.of(expected));
    }

    private static void work(Stage stage, int looks, int polls) {
        Producer<String, String> plain = stage.clients().producer(Workload.producer());
        Actors.send(plain, TOPIC, 0, "the first");
        RecordingConsumer<String, String> billing =
                Actors.reader(stage, "billing", TOPIC, "isolation.level", "read_committed");
        Actors.read(billing, 1, Actors.PATIENT);

        LateRecord.given(stage, TOPIC, looks);

        Producer<String, String> others = Actors.producer(stage, "another shop");
        others.beginTransaction();
        Workload.send(others, TOPIC, 0, BEHIND);
        others.flush();
        others.commitTransaction();
        Actors.read(billing, BEHIND, polls);
    }
}
