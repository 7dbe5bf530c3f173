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
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.Producer;

/**
 * The request that aborts a transaction is late, the producer asks again, is answered and begins the next. In the
 * protocol before KIP-890 nothing tells the late request from one for the transaction that is open now: it is aborted,
 * what the producer adds afterwards makes a new one, and the commit at the end commits that alone.
 */
final class DelayedAbort implements Scenario {
    private static final String TOPIC = "accounts";
    private static final String ID = "transfers";

    @Override
    public Page page() {
        return Page.of("delayed-abort", Chapter.TRANSACTIONS, "network", "kip-890", "atomicity")
                .idea("A late EndTxn request meets the transaction after the one it was meant for. Under"
                        + " transaction.version 0 and 1 all transactions of a producer have the same epoch, so an abort"
                        + " that arrives late aborts what the next transaction has written so far; the rest of it is"
                        + " committed: a transaction torn in two, of which the producer was told that it is committed.")
                .fault("the first EndTxn request, an abort, is held on its way; the producer times out and asks again."
                        + " It arrives when the first record of the next transaction is acknowledged")
                .advice("Raise transaction.version to 2 (kafka-features.sh upgrade --feature transaction.version=2) and"
                        + " use clients of Kafka 4.0 or newer: each transaction has an epoch of its own then, and what"
                        + " comes late is fenced. Clusters that were upgraded from 3.x keep the old level until then.")
                .source("KIP-890; Kafka documentation, Operations, Transaction Protocol; Jepsen, Bufstream 0.1.0");
    }

    @Override
    public Half dangerous() {
        return half(
                "transaction.version=1, as after an upgrade from Kafka 3",
                "1",
                Actors.LOOKS,
                Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.TORN_TRANSACTION));
    }

    @Override
    public Half guarded() {
        return half(
                "transaction.version=2, the default of new clusters since Kafka 4.0",
                "2",
                Actors.LOOKS_IN_VAIN,
                Expected.holds(Guarantee.EXACTLY_ONCE));
    }

    private static Half half(String configuration, String version, int looks, Expected expected) {
        return new Half(
                configuration,
                cluster -> cluster.brokers(1).topic(TOPIC, 2).config("trial.feature.transaction.version", version),
                Half.faults(Late.first("EndTxn", Trigger.acks(2, TOPIC))),
                stage -> work(stage, looks),
                List.of(expected));
    }

    private static void work(Stage stage, int looks) {
        Producer<String, String> producer = Actors.producer(stage, ID, Late.IMPATIENT);
        Admin admin = stage.clients().admin(Map.of());
        producer.beginTransaction();
        Actors.send(producer, TOPIC, 0, "a mistake");
        producer.abortTransaction();

        producer.beginTransaction();
        Actors.send(producer, TOPIC, 0, "debit");
        Actors.await(() -> Actors.state(admin, ID) != TransactionState.ONGOING, looks);
        Actors.send(producer, TOPIC, 1, "credit");
        producer.commitTransaction();
    }
}
