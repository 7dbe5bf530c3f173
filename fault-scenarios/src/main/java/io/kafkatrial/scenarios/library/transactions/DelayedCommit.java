/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.transactions;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;

/**
 * The request that commits a transaction is late, the producer asks again, is answered and begins the next. In the
 * protocol before KIP-890 the late request commits that one, while the application is still making up its mind.
 */
final class DelayedCommit implements Scenario {
    private static final String TOPIC = "orders";

    @Override
    public Page page() {
        return Page.of("delayed-commit", Chapter.TRANSACTIONS, "network", "kip-890", "isolation")
                .idea("A late EndTxn request commits a transaction that is still open: readers of committed records get"
                        + " what its producer has not committed, and what it may yet take back.")
                .fault("the first EndTxn request, a commit, is held on its way; the producer times out and asks again."
                        + " It arrives when the first record of the next transaction is acknowledged, which the"
                        + " application then aborts")
                .advice("Raise transaction.version to 2 and use clients of Kafka 4.0 or newer.")
                .source("KIP-890; Kafka documentation, Operations, Transaction Protocol; Jepsen, Bufstream 0.1.0");
    }

    @Override
    public Half dangerous() {
        return half(
                "transaction.version=1, as after an upgrade from Kafka 3",
                "1",
                Actors.PATIENT,
                Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.PRECOMMITTED_READ));
    }

    @Override
    public Half guarded() {
        return half(
                "transaction.version=2, the default of new clusters since Kafka 4.0",
                "2",
                Actors.POLLS_IN_VAIN,
                Expected.holds(Guarantee.EXACTLY_ONCE));
    }

    private static Half half(String configuration, String version, int polls, Expected expected) {
        return new Half(
                configuration,
                cluster -> cluster.brokers(1).topic(TOPIC, 1).config("trial.feature.transaction.version", version),
                Half.faults(Late.first("EndTxn", Trigger.acks(2, TOPIC))),
                stage -> work(stage, polls),
                List.of(expected));
    }

    private static void work(Stage stage, int polls) {
        Producer<String, String> shop = Actors.producer(stage, "shop", Late.IMPATIENT);
        RecordingConsumer<String, String> billing =
                Actors.reader(stage, "billing", TOPIC, "isolation.level", "read_committed");
        shop.beginTransaction();
        Actors.send(shop, TOPIC, 0, "an order");
        shop.commitTransaction();
        Actors.read(billing, 1, Actors.PATIENT);

        shop.beginTransaction();
        Actors.send(shop, TOPIC, 0, "an order taken back");
        Actors.read(billing, 1, polls);
        try {
            shop.abortTransaction();
        } catch (KafkaException tooLate) {
            // there is nothing to abort any more, and the producer is of no more use
        }
    }
}
