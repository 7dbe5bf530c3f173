/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.transactions;

import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Stage;
import java.util.Map;
import java.util.function.LongFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;

/** A producer gives up a record that is held on its way and aborts its transaction; then the record arrives. */
final class LateRecord {

    static final String ID = "shop";

    static final String FAULT = "the first record of a transaction is held on its way, its repetition is refused; its"
            + " producer gives it up and aborts. The record arrives when the abort is complete";

    /** A topic that nobody reads. */
    private static final String ELSEWHERE = "elsewhere";

    private LateRecord() {}

    /** What it runs on, with this topic of one partition. */
    static ClusterBuilder shape(ClusterBuilder cluster, String topic) {
        return cluster.brokers(1).topic(topic, 1).topic(ELSEWHERE, 1);
    }

    /** What the log has more of than before: the marker of the abort, and the record behind it. */
    private static final int BEHIND_THE_MARKER = 2;

    /** The faults it takes. */
    static LongFunction<Plan> faults() {
        return Half.faults(
                Late.first("Produce", new Trigger.TransactionState(ID, "CompleteAbort")),
                Late.secondRefused("Produce"));
    }

    /**
     * Do so, under {@link #faults}.
     *
     * @param looks how often to look whether it is in the log
     * @return the producer, which may begin its next transaction
     */
    static Producer<String, String> given(Stage stage, String topic, int looks) {
        Admin admin = stage.clients().admin(Map.of());
        Producer<String, String> shop = Actors.producer(stage, ID, Late.IMPATIENT);
        long before = Actors.end(admin, topic, 0);
        shop.beginTransaction();
        Actors.send(shop, topic, 0, "given up");
        try {
            // when this one has ended the producer knows that its transaction failed; it may be sent though it fails
            Actors.send(shop, ELSEWHERE, 0, "of no use");
        } catch (KafkaException givenUp) {
            // what is left to do is to abort
        }
        shop.abortTransaction();
        Actors.await(() -> Actors.end(admin, topic, 0) == before + BEHIND_THE_MARKER, looks);
        return shop;
    }
}
