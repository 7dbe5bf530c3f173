/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.replication;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;

/**
 * A request is stuck on its way. The producer gives it up, sends it again on another connection and goes on; then it
 * arrives after all, behind what was sent later. One request in flight does not help: the one that is late is on a
 * connection the producer no longer has.
 */
final class LateRequest implements Scenario {
    private static final String HOLD = "request under way";

    @Override
    public Page page() {
        return Page.of(
                        "late-request",
                        Chapter.REPLICATION,
                        "duplicates",
                        "idempotence",
                        "network",
                        "producer",
                        "retries")
                .idea(
                        "max.in.flight.requests.per.connection=1 is a rule of the client for one connection, and a request"
                                + " may outlive its connection in the buffers of a network or of a broker that stood still."
                                + " When it arrives, an old state of a key lies on top of a newer one: a compacted topic keeps"
                                + " the old one.")
                .fault("a produce request stays on its way, and arrives when two more have come after it: its own retry"
                        + " and the next batch")
                .advice("Leave enable.idempotence=true: the leader knows the numbers of the last five batches of each"
                        + " producer, and answers an old one without appending it.")
                .source("KIP-98; Kafka documentation, Producer Configs, max.in.flight.requests.per.connection and"
                        + " request.timeout.ms");
    }

    @Override
    public Half dangerous() {
        return half(
                "enable.idempotence=false, max.in.flight.requests.per.connection=1",
                Workload.producer(
                        "enable.idempotence", "false",
                        "acks", "all",
                        "max.in.flight.requests.per.connection", "1",
                        "batch.size", "1",
                        "request.timeout.ms", "400"),
                LostAnswer.twice());
    }

    @Override
    public Half guarded() {
        return half(
                "enable.idempotence=true, max.in.flight.requests.per.connection=1",
                Workload.producer(
                        "enable.idempotence", "true",
                        "max.in.flight.requests.per.connection", "1",
                        "batch.size", "1",
                        "request.timeout.ms", "400"),
                LostAnswer.once());
    }

    private static Half half(String configuration, Map<String, Object> producer, List<Expected> expected) {
        return new Half(
                configuration,
                Orders.onThree(),
                Half.faults(new PlannedFault(
                        HOLD,
                        new Fault.OnRequests(Requests.to(Orders.LEADER, "Produce"), new WireRule.Act.HoldRequest()),
                        Trigger.acks(1, Orders.TOPIC),
                        Optional.of(Orders.produce(3)))),
                stage -> work(stage, producer),
                expected);
    }

    private static void work(Stage stage, Map<String, Object> settings) {
        Producer<String, String> producer = stage.clients().producer(settings);
        Workload.send(producer, Orders.TOPIC, 0, 1);
        producer.flush();
        stage.awaitFired(HOLD);
        Workload.send(producer, Orders.TOPIC, 1, 6); // a batch each
        producer.flush();
    }
}
