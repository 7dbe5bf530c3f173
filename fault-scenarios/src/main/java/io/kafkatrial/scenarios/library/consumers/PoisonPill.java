/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.consumers;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.fault.ClientAct;
import io.kafkatrial.fault.ClientPoint;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Passages;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.clients.HandlerFailedException;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One record that no handler can process. Whoever tries again until it succeeds never comes to the records behind it.
 */
final class PoisonPill implements Scenario {
    private static final String POISON = "poison pill";
    private static final String DEAD = "orders-dead";

    /** For how long the dangerous half is watched. */
    private static final int ATTEMPTS = 20;

    private static final int ATTEMPTS_AT_MOST = 3;

    @Override
    public Page page() {
        return Page.of("poison-pill", Chapter.CONSUMERS, "handler", "retry", "dead-letter")
                .idea("A record that fails each time blocks its partition, if the consumer goes back to it each time:"
                        + " nothing behind it is ever processed, while the group looks healthy.")
                .fault("each time the record with the key key-17 is to be processed, the handler fails")
                .advice("Try again a few times, then write the record to a dead-letter topic, under acks=all, and only"
                        + " then go on behind it. Whether what failed for a while may be overtaken by other records of"
                        + " its key is for you to say.")
                .source(
                        "KIP-298; Kafka Connect documentation, errors.deadletterqueue.topic.name; KafkaConsumer javadoc,"
                                + " Controlling The Consumer's Position");
    }

    @Override
    public Half dangerous() {
        return half(
                "a record that fails is sought and tried again, for as long as it fails",
                Integer.MAX_VALUE,
                List.of(
                        Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.MISSED_EFFECT),
                        Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.MISSED_EFFECT)));
    }

    @Override
    public Half guarded() {
        return half(
                "a record that fails is tried three times, then written to a dead-letter topic",
                ATTEMPTS_AT_MOST,
                List.of(Expected.holds(Guarantee.AT_LEAST_ONCE), Expected.holds(Guarantee.EXACTLY_ONCE)));
    }

    private static Half half(String configuration, int patience, List<Expected> expected) {
        Fault fails = new Fault.OnClients(
                Billing.FIRST,
                new ClientAct.FailHandler("order without customer", Optional.of("key-17")),
                ClientPoint.ANYWHERE,
                Passages.all(),
                Optional.empty());
        return new Half(
                configuration,
                cluster -> Billing.cluster(cluster).topic(DEAD, 1, 1),
                Half.faults(new PlannedFault(POISON, fails, Trigger.immediately())),
                stage -> work(stage, patience),
                expected);
    }

    private static void work(Stage stage, int patience) {
        Workload.publish(stage, Billing.TOPIC, 0, Billing.RECORDS);
        RecordingConsumer<String, String> member = Billing.member(stage);
        stage.awaitFired(POISON);
        Biller biller = new Biller(stage, patience);
        Workload.poll(
                member,
                () -> biller.failures == ATTEMPTS || Workload.stands(member, Billing.ORDERS, Billing.RECORDS),
                batch -> biller.process(member, batch));
    }

    /** The application. Confined to the workload's thread. */
    private static final class Biller implements Billing.Application {
        private final Stage stage;
        private final int patience;
        private final Producer<String, String> deadLetters;
        private int failures;

        Biller(Stage stage, int patience) {
            this.stage = stage;
            this.patience = patience;
            this.deadLetters = stage.clients().producer(Workload.producer("acks", "all"));
        }

        @Override
        public void process(RecordingConsumer<String, String> member, ConsumerRecords<String, String> batch) {
            List<ConsumerRecord<String, String>> orders = batch.records(Billing.ORDERS);
            Iterator<ConsumerRecord<String, String>> next = orders.iterator();
            for (int index = 0; index < orders.size(); index++) {
                try {
                    stage.effects().done(next.next());
                } catch (HandlerFailedException failed) {
                    ConsumerRecord<String, String> order = orders.get(index);
                    if (++failures < patience) {
                        member.seek(Billing.ORDERS, order.offset());
                        break;
                    }
                    deadLetters.send(new ProducerRecord<>(DEAD, order.key(), order.value()));
                    deadLetters.flush();
                    stage.effects().done(order);
                }
            }
            member.commitSync();
        }
    }
}
