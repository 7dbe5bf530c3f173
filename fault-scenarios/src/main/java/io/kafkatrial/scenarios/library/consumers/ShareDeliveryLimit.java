/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.consumers;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A member of a share group releases a record that it cannot process now, and the group hands it out again: five times. It
 * would succeed the sixth time, which does not come.
 */
final class ShareDeliveryLimit implements Scenario {
    private static final String DEAD = "orders-dead";

    private static final int POLLS_AT_MOST = 600;

    /** Kafka's default of {@code group.share.delivery.count.limit}. */
    private static final int LIMIT = 5;

    @Override
    public Page page() {
        return Page.of("share-delivery-limit", Chapter.CONSUMERS, "share-group", "retry", "dead-letter")
                .idea("A share group hands a record out at most group.share.delivery.count.limit times. One that was"
                        + " released or timed out as often is archived: nobody gets it any more, and nobody is told.")
                .fault("none; what the record with the key key-17 needs is not there for five attempts")
                .advice(
                        "Look at deliveryCount() of each record: at the last attempt write it to a dead-letter topic,"
                                + " then accept it. Let what is down for long stop the whole member, not fail record by record.")
                .source("KIP-932; Kafka documentation, Broker Configs, group.share.delivery.count.limit");
    }

    @Override
    public Half dangerous() {
        return half(
                "share.acknowledgement.mode=explicit, a record that fails is released",
                false,
                List.of(Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.MISSED_EFFECT)));
    }

    @Override
    public Half guarded() {
        return half(
                "the same, and a record that fails the fifth time is written to a dead-letter topic and accepted",
                true,
                List.of(Expected.holds(Guarantee.AT_LEAST_ONCE)));
    }

    private static Half half(String configuration, boolean deadLetters, List<Expected> expected) {
        return new Half(
                configuration,
                cluster -> Billing.cluster(cluster).topic(DEAD, 1, 1),
                Half.faults(),
                stage -> new Workers(stage, deadLetters).work(),
                expected);
    }

    /** The application; apart, for kafka-clients before 4.0 have no share groups. Confined to the workload's thread. */
    private static final class Workers {
        private final Stage stage;
        private final boolean deadLetters;
        private final Producer<String, String> dead;
        private final Set<String> done = new HashSet<>();
        private int attempts;

        Workers(Stage stage, boolean deadLetters) {
            this.stage = stage;
            this.deadLetters = deadLetters;
            this.dead = stage.clients().producer(Workload.producer("acks", "all"));
        }

        void work() {
            ShareConsumer<String, String> worker = stage.clients()
                    .share()
                    .consumer(Workload.consumer("group.id", Billing.GROUP, "share.acknowledgement.mode", "explicit"));
            worker.subscribe(List.of(Billing.TOPIC));
            Workload.publish(stage, Billing.TOPIC, 0, Billing.RECORDS);
            work(worker, () -> done.size() >= Billing.RECORDS - 1 && attempts >= LIMIT);
            // what comes later is handed out, so that what does not come will not
            Workload.publish(stage, Billing.TOPIC, Billing.RECORDS, Billing.RECORDS + 1);
            work(worker, () -> done.contains("key-" + Billing.RECORDS));
        }

        private void work(ShareConsumer<String, String> worker, BooleanSupplier over) {
            for (int polls = 0; !over.getAsBoolean(); polls++) {
                if (polls == POLLS_AT_MOST) {
                    throw new TrialException("the member of share group " + Billing.GROUP + " is not done after "
                            + POLLS_AT_MOST + " polls, with " + done.size() + " records done and " + attempts
                            + " attempts at key-17. Look at the report's timeline.");
                }
                work(worker);
            }
        }

        private void work(ShareConsumer<String, String> worker) {
            for (ConsumerRecord<String, String> order : worker.poll(Workload.POLL)) {
                boolean accept = !order.key().equals("key-17") || ++attempts > LIMIT || givesUp(order);
                if (accept) {
                    stage.effects().done(order);
                    done.add(order.key());
                }
                worker.acknowledge(order, accept ? AcknowledgeType.ACCEPT : AcknowledgeType.RELEASE);
            }
            worker.commitSync();
        }

        private boolean givesUp(ConsumerRecord<String, String> order) {
            boolean last = order.deliveryCount().map(count -> count >= LIMIT).orElse(false);
            if (!deadLetters || !last) {
                return false;
            }
            dead.send(new ProducerRecord<>(DEAD, order.key(), order.value()));
            dead.flush();
            return true;
        }
    }
}
