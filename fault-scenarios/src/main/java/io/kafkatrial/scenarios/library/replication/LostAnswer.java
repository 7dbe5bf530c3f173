/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.replication;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
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
import io.kafkatrial.scenarios.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;

/**
 * The records are appended, and the connection breaks before the answer. The producer cannot know which of the two came
 * first, so it sends again; the leader recognises a batch it has only if the producer numbers its batches (KIP-98).
 */
final class LostAnswer implements Scenario {
    private static final int PASS = 5;
    private static final int RECORDS = 300;

    @Override
    public Page page() {
        return Page.of(
                        "lost-answer",
                        Chapter.REPLICATION,
                        "duplicates",
                        "idempotence",
                        "network",
                        "producer",
                        "retries")
                .idea("Retries make duplicates: an answer that gets lost looks like a request that got lost. With"
                        + " enable.idempotence=true each batch carries the producer's id and a number, and the leader"
                        + " answers a repeated one without appending it.")
                .fault("the sixth produce request takes effect, and the connection is reset instead of its answer")
                .advice("Leave enable.idempotence=true, the default since Kafka 3.0, and say so in the configuration:"
                        + " then one that contradicts it is refused rather than obeyed, see idempotence-off.")
                .application("Send at least 300 records to the topic `orders`, ten or so at a time.")
                .source("KIP-98; KIP-679; Kafka documentation, Producer Configs, enable.idempotence and retries");
    }

    @Override
    public Half dangerous() {
        return half(
                "enable.idempotence=false, acks=all, retries as by default",
                Workload.producer("enable.idempotence", "false", "acks", "all", "batch.size", "1000"),
                twice());
    }

    @Override
    public Half guarded() {
        return half(
                "enable.idempotence=true, the default",
                Workload.producer("enable.idempotence", "true", "batch.size", "1000"),
                once());
    }

    /** Nothing is lost, some of it is doubled. */
    static List<Expected> twice() {
        return List.of(
                Expected.holds(Guarantee.AT_LEAST_ONCE),
                Expected.broken(Guarantee.AT_MOST_ONCE, Anomaly.Kind.DUPLICATE_APPEND),
                Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.DUPLICATE_APPEND));
    }

    /** Neither lost nor doubled. */
    static List<Expected> once() {
        return Orders.safe(Guarantee.AT_MOST_ONCE);
    }

    /** One answer to this producer gets lost. */
    static Half half(String configuration, Map<String, Object> producer, List<Expected> expected) {
        Fault drop = new Fault.OnRequests(
                Requests.to(Orders.LEADER, "Produce"), new WireRule.Act.DropResponse(), PASS, 1, Optional.empty());
        return new Half(
                configuration,
                Orders.onThree(),
                Half.faults(new PlannedFault("lost answer", drop, Trigger.immediately())),
                stage -> {
                    stage.awaitFired("lost answer");
                    Producer<String, String> sender = stage.clients().producer(producer);
                    Workload.send(sender, Orders.TOPIC, 0, RECORDS);
                    sender.flush();
                },
                expected);
    }
}
