/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.replication;

import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Requests;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/**
 * What an idempotent producer sent last is remembered by the leader for {@code producer.id.expiration.ms} after its last
 * record. A retry that comes later meets a leader that knows nothing of the producer, and takes the batch for its
 * first.
 */
final class ProducerIdExpiry implements Scenario {
    private static final String DROP = "lost answer";
    private static final String HOLD = "late retry";
    private static final int KNOWN = 20;

    @Override
    public Page page() {
        return Page.of("producer-id-expiry", Chapter.REPLICATION, "duplicates", "idempotence", "producer", "retries")
                .idea("Idempotence is a memory of the leader, and a memory has an end. If producer.id.expiration.ms is"
                        + " shorter than a producer may try (delivery.timeout.ms), or than an idle one may be cut off"
                        + " with a batch on its way, a retry is appended a second time.")
                .fault("an answer to the producer gets lost, and its retry is under way until the leader, if it ever"
                        + " does, has forgotten the producer")
                .advice("Leave producer.id.expiration.ms at 24 hours, or far above the delivery.timeout.ms of every"
                        + " producer. Memory is saved by fewer producers, kept longer, not by a shorter memory.")
                .source("Kafka documentation, Broker Configs, producer.id.expiration.ms; KIP-854; KIP-360");
    }

    @Override
    public Half dangerous() {
        return half("200", Duration.ofSeconds(20), LostAnswer.twice());
    }

    /** What is not forgotten is not waited for. */
    @Override
    public Half guarded() {
        return half("86400000", Duration.ofMillis(400), LostAnswer.once());
    }

    private static Half half(String expirationMs, Duration patience, List<Expected> expected) {
        Requests produce = Requests.to(Orders.LEADER, "Produce");
        return new Half(
                "enable.idempotence=true, producer.id.expiration.ms=" + expirationMs,
                cluster -> Orders.onThree()
                        .apply(cluster)
                        .topic(Orders.SIGNALS, 1, 1)
                        .config("producer.id.expiration.ms", expirationMs)
                        .config("producer.id.expiration.check.interval.ms", "50"),
                Half.faults(
                        new PlannedFault(
                                DROP,
                                new Fault.OnRequests(produce, new WireRule.Act.DropResponse()),
                                Trigger.acks(KNOWN, Orders.TOPIC)),
                        new PlannedFault(
                                HOLD,
                                new Fault.OnRequests(produce, new WireRule.Act.HoldRequest()),
                                Orders.fired(DROP),
                                Optional.of(Orders.signalled()))),
                stage -> work(stage, patience),
                expected);
    }

    private static void work(Stage stage, Duration patience) {
        Producer<String, String> producer = stage.clients().producer(Workload.producer("acks", "all"));
        Workload.send(producer, Orders.TOPIC, 0, KNOWN);
        producer.flush();
        stage.awaitFired(DROP);
        stage.awaitFired(HOLD);
        Workload.send(producer, Orders.TOPIC, KNOWN, KNOWN + 1);
        stage.awaitBitten(HOLD);
        Admin admin = stage.clients().admin(Map.of());
        Orders.await(patience, () -> isForgotten(admin));
        Producer<String, String> other = stage.clients().producer(Workload.producer());
        Orders.signal(other);
        producer.flush();
    }

    private static boolean isForgotten(Admin admin) {
        TopicPartition partition = new TopicPartition(Orders.TOPIC, 0);
        try {
            return admin.describeProducers(List.of(partition))
                    .partitionResult(partition)
                    .get()
                    .activeProducers()
                    .isEmpty();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return true;
        } catch (ExecutionException failed) {
            throw new TrialException(
                    "the leader of " + partition + " does not tell which producers it knows: " + failed.getCause()
                            + ". Look at the report's timeline.",
                    failed);
        }
    }
}
