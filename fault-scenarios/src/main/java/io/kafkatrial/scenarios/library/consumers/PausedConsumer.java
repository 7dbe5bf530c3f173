/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.consumers;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Claim;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.fault.ClientAct;
import io.kafkatrial.fault.ClientPoint;
import io.kafkatrial.fault.PlannedFault;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A consumer stands still in the middle of a batch, heartbeats too, as in a long pause of the garbage collector. Its group
 * goes on without it. When it wakes it does not know, and goes on with the batch: a zombie, beside the partition's new
 * owner.
 *
 * <p>In the guarded half each effect is a record in one transaction with the offset. The coordinator does not take the
 * offset from who is no member any more, so the transaction ends without effect.
 */
final class PausedConsumer implements Scenario {
    private static final String PAUSE = "pause in the first batch";
    private static final String INVOICES = "invoices";
    private static final int RECORDS = 40;
    private static final int BEFORE = 5;

    /** Less than a batch of the first member, which has some in hand that the second has not been handed yet. */
    private static final int BATCH_OF_HEIR = 10;

    private static final Claim ONE_OWNER =
            Claim.named("one owner at a time", Anomaly.Kind.ASSIGNMENT_OVERLAP, Anomaly.Kind.ZOMBIE_EFFECT);

    @Override
    public Page page() {
        return Page.of("paused-consumer", Chapter.CONSUMERS, "pause", "zombie", "rebalance", "transactions")
                .idea("A consumer that stands still for longer than its session lasts is thrown out of the group, and"
                        + " wakes up as a zombie: it finishes its batch while the partition's new owner processes the"
                        + " same records.")
                .fault(
                        "the first member stands still after its fifth record; the group throws it out, and another member"
                                + " gets its partition; then it goes on (an administrator removes it here, so that nobody waits"
                                + " for session.timeout.ms)")
                .advice(
                        "Let the group fence the zombie: write effects and offsets in one transaction with"
                                + " sendOffsetsToTransaction and the consumer's groupMetadata, or give the store of the effects"
                                + " the group's generation as a fencing token. A longer session.timeout.ms makes it rarer only.")
                .source("KIP-447; KafkaProducer javadoc, sendOffsetsToTransaction; KafkaConsumer javadoc, Detecting"
                        + " Consumer Failures");
    }

    @Override
    public Half dangerous() {
        return half(
                "each record processed as it comes, then commitSync",
                PausedConsumer::plainly,
                List.of(
                        Expected.holds(Guarantee.AT_LEAST_ONCE),
                        Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.DUPLICATE_EFFECT),
                        Expected.broken(ONE_OWNER, Anomaly.Kind.ASSIGNMENT_OVERLAP)));
    }

    @Override
    public Half guarded() {
        return half(
                "the effects are records, sent in one transaction with the offsets (sendOffsetsToTransaction)",
                PausedConsumer::inTransactions,
                List.of(
                        Expected.holds(Guarantee.AT_LEAST_ONCE),
                        Expected.holds(Guarantee.EXACTLY_ONCE),
                        Expected.holds(ONE_OWNER)));
    }

    /** How a member processes its batches. */
    @FunctionalInterface
    private interface Style {
        Billing.Application of(Stage stage, String name, CountDownLatch before);
    }

    private static Half half(String configuration, Style style, List<Expected> expected) {
        return new Half(
                configuration,
                cluster -> Billing.cluster(cluster).topic(INVOICES, 1, 1),
                Half.faults(new PlannedFault(
                        PAUSE,
                        Billing.onFirst(new ClientAct.Pause(), ClientPoint.AFTER_RECORD, BEFORE),
                        Trigger.immediately(),
                        Optional.of(new Trigger.Delivered(Billing.GROUP, Billing.BATCH + BATCH_OF_HEIR)))),
                stage -> work(stage, style),
                expected);
    }

    private static void work(Stage stage, Style style) throws Exception {
        Workload.publish(stage, Billing.TOPIC, 0, RECORDS);
        RecordingConsumer<String, String> first = Billing.member(stage);
        stage.awaitFired(PAUSE);
        CountDownLatch before = new CountDownLatch(BEFORE);
        Billing.Application zombie = style.of(stage, "biller-1", before);
        FutureTask<Void> paused = Billing.begin(() -> read(first, Billing.BATCH, zombie));
        before.await(1, TimeUnit.MINUTES);

        Billing.removeMembers(stage);
        RecordingConsumer<String, String> heir =
                Billing.member(stage, "max.poll.records", String.valueOf(BATCH_OF_HEIR));
        Billing.Application second = style.of(stage, "biller-2", before);
        read(heir, BATCH_OF_HEIR, second);
        paused.get(1, TimeUnit.MINUTES);
        read(heir, RECORDS, second);
    }

    private static void read(RecordingConsumer<String, String> member, long end, Billing.Application application) {
        try {
            Workload.poll(
                    member,
                    () -> Workload.stands(member, Billing.ORDERS, end),
                    batch -> application.process(member, batch));
        } catch (CommitFailedException out) {
            // no member any more
        }
    }

    private static Billing.Application plainly(Stage stage, String name, CountDownLatch before) {
        Producer<String, String> invoices = stage.clients().producer(Workload.producer("client.id", name));
        return (member, batch) -> {
            for (ConsumerRecord<String, String> order : batch) {
                invoices.send(invoice(order));
                stage.effects().done(order);
                before.countDown();
            }
            invoices.flush();
            member.commitSync();
        };
    }

    private static Billing.Application inTransactions(Stage stage, String name, CountDownLatch before) {
        Producer<String, String> invoices = stage.clients().producer(Workload.producer("transactional.id", name));
        invoices.initTransactions();
        return (member, batch) -> {
            invoices.beginTransaction();
            try {
                for (ConsumerRecord<String, String> order : batch) {
                    invoices.send(stage.effects().derive(invoice(order), order));
                    before.countDown();
                }
                invoices.sendOffsetsToTransaction(after(batch), member.groupMetadata());
                invoices.commitTransaction();
            } catch (CommitFailedException out) {
                invoices.abortTransaction();
                throw out;
            }
            Billing.book(stage, batch); // an effect is there when its transaction is
        };
    }

    private static Map<TopicPartition, OffsetAndMetadata> after(ConsumerRecords<String, String> batch) {
        List<ConsumerRecord<String, String>> orders = batch.records(Billing.ORDERS);
        return Map.of(
                Billing.ORDERS,
                new OffsetAndMetadata(orders.get(orders.size() - 1).offset() + 1));
    }

    private static ProducerRecord<String, String> invoice(ConsumerRecord<String, String> order) {
        return new ProducerRecord<>(INVOICES, order.key(), "invoice of " + order.value());
    }
}
