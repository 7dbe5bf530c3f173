/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.transactions;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Requests;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;

/**
 * A commit is decided when the coordinator has written it into its log, and the client is told so then. The markers that
 * make the records visible come after. If the coordinator dies in between, another one that has the log finds the
 * decision and sends them; if there is none, readers wait until it is back.
 */
final class CoordinatorCrash implements Scenario {
    private static final String TOPIC = "orders";
    private static final String RECEIPTS = "receipts";
    private static final String ID = "shop";
    private static final String MARKERS = "no markers";
    private static final String CRASH = "crash";

    @Override
    public Page page() {
        return Page.of("transaction-coordinator-crash", Chapter.TRANSACTIONS, "crash", "internal-topics", "replication")
                .idea("commitTransaction returns when the decision is in __transaction_state, before the markers are in"
                        + " the partitions. With one replica of that topic one broker holds all decisions of its"
                        + " transactional ids: while it is away nothing of a committed transaction is visible, nor is"
                        + " what others wrote behind it.")
                .fault("the markers of the coordinator get lost on their way; when the producer has been told that its"
                        + " transaction is committed, and has written a receipt, the coordinator is killed. It comes"
                        + " back when the next receipt is written")
                .advice("Keep transaction.state.log.replication.factor=3 and transaction.state.log.min.isr=2, the"
                        + " defaults. The configuration that Kafka's quick start comes with sets them to 1.")
                .source("Kafka documentation, Broker Configs, transaction.state.log.replication.factor; KIP-98");
    }

    @Override
    public Half dangerous() {
        return half(
                "transaction.state.log.replication.factor=1, transaction.state.log.min.isr=1",
                "1",
                "1",
                Actors.POLLS_IN_VAIN,
                Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.MISSED_DELIVERY));
    }

    @Override
    public Half guarded() {
        return half(
                "transaction.state.log.replication.factor=3, transaction.state.log.min.isr=2 (the defaults)",
                "3",
                "2",
                Actors.PATIENT,
                Expected.holds(Guarantee.AT_LEAST_ONCE));
    }

    private static Half half(String configuration, String replicas, String minIsr, int polls, Expected expected) {
        Target brokers = new Target.AllBrokers();
        return new Half(
                configuration,
                cluster -> cluster.brokers(3)
                        .topic(RECEIPTS, 1, 3)
                        .config("transaction.state.log.replication.factor", replicas)
                        .config("transaction.state.log.min.isr", minIsr)
                        .config("transaction.state.log.num.partitions", "1"),
                Half.faults(
                        new PlannedFault(
                                MARKERS,
                                new Fault.OnRequests(
                                        Requests.to(brokers, "WriteTxnMarkers").from(brokers),
                                        new WireRule.Act.DropRequest(),
                                        0,
                                        0,
                                        Optional.empty()),
                                Trigger.immediately(),
                                Optional.of(new Trigger.Following(CRASH))),
                        new PlannedFault(
                                CRASH,
                                new Fault.CrashBroker(new Target.TxnCoordinatorOf(ID), Optional.empty()),
                                Trigger.acks(1, RECEIPTS),
                                Optional.of(Trigger.acks(1, RECEIPTS)))),
                stage -> work(stage, polls),
                List.of(expected));
    }

    private static void work(Stage stage, int polls) {
        Producer<String, String> shop = Actors.producer(stage, ID);
        Producer<String, String> plain = stage.clients().producer(Workload.producer());
        Admin admin = stage.clients().admin(Map.of());
        // what a broker tells itself cannot get lost, so another one than the coordinator leads
        Actors.create(admin, new NewTopic(TOPIC, Map.of(0, withLast(Actors.coordinator(admin, ID)))));
        Actors.send(plain, TOPIC, 0, "the first");
        RecordingConsumer<String, String> billing =
                Actors.reader(stage, "billing", TOPIC, "isolation.level", "read_committed");
        Actors.read(billing, 1, Actors.PATIENT);

        shop.beginTransaction();
        Actors.send(shop, TOPIC, 0, "an order");
        shop.commitTransaction();
        Actors.send(plain, RECEIPTS, 0, "it is committed");
        stage.awaitFired(CRASH);
        Actors.send(plain, TOPIC, 0, "another order");
        Actors.read(billing, 2, polls);

        Actors.send(plain, RECEIPTS, 0, "the coordinator may come back");
        Actors.await(() -> Actors.stableEnd(admin, TOPIC, 0) == Actors.end(admin, TOPIC, 0), Actors.LOOKS);
    }

    private static List<Integer> withLast(int broker) {
        return Stream.concat(Stream.of(1, 2, 3).filter(id -> id != broker), Stream.of(broker))
                .toList();
    }
}
