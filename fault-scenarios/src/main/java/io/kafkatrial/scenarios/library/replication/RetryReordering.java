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
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;

/**
 * Three requests are on their way, the leader refuses the second for a moment and takes the third; the second comes
 * again, behind it. A leader that is told the batches' numbers refuses the third as well, for it is out of sequence,
 * and the producer sends both again in order.
 *
 * <p>The answer to the first is held until the third has arrived, so that the producer does not hear of the refusal
 * before all three are there: what otherwise is a question of milliseconds.
 */
final class RetryReordering implements Scenario {
    private static final String HOLD = "slow answer";
    private static final String REFUSE = "refused batch";

    @Override
    public Page page() {
        return Page.of("retry-reordering", Chapter.REPLICATION, "idempotence", "order", "producer", "retries")
                .idea(
                        "Several requests in flight and a retry change the order of records: a batch that is refused for a"
                                + " moment is sent again behind batches that were sent after it. For one key that is an older"
                                + " state on top of a newer one.")
                .fault("of three produce requests on their way at once the second is refused with NOT_ENOUGH_REPLICAS;"
                        + " the answer to the first is held until the third has arrived")
                .advice("Leave enable.idempotence=true: it keeps the order with up to 5 requests in flight. Without it"
                        + " only max.in.flight.requests.per.connection=1 does.")
                .source("Kafka documentation, Producer Configs, max.in.flight.requests.per.connection and retries;"
                        + " KAFKA-5494");
    }

    @Override
    public Half dangerous() {
        return half(
                "enable.idempotence=false, max.in.flight.requests.per.connection=5, the default",
                Workload.producer("enable.idempotence", "false", "acks", "all", "batch.size", "1"),
                List.of(
                        Expected.broken(Guarantee.ORDERED_PER_KEY, Anomaly.Kind.REORDERED_APPEND),
                        Expected.holds(Guarantee.EXACTLY_ONCE)));
    }

    @Override
    public Half guarded() {
        return half(
                "enable.idempotence=true, max.in.flight.requests.per.connection=5, both the defaults",
                Workload.producer("enable.idempotence", "true", "batch.size", "1"),
                Orders.safe());
    }

    private static Half half(String configuration, Map<String, Object> producer, List<Expected> expected) {
        Requests produce = Requests.to(Orders.LEADER, "Produce");
        return new Half(
                configuration,
                Orders.onThree(),
                Half.faults(
                        new PlannedFault(
                                HOLD,
                                new Fault.OnRequests(produce, new WireRule.Act.HoldResponse()),
                                Trigger.acks(1, Orders.TOPIC),
                                Optional.of(Orders.produce(3))),
                        new PlannedFault(
                                REFUSE,
                                new Fault.OnRequests(produce, new WireRule.Act.Refuse("NOT_ENOUGH_REPLICAS")),
                                Orders.fired(HOLD))),
                stage -> work(stage, producer),
                expected);
    }

    private static void work(Stage stage, Map<String, Object> settings) {
        Producer<String, String> producer = stage.clients().producer(settings);
        Workload.send(producer, Orders.TOPIC, 0, 1);
        producer.flush();
        stage.awaitFired(HOLD);
        stage.awaitFired(REFUSE);
        Workload.send(producer, Orders.TOPIC, 1, 6); // a batch each
        producer.flush();
    }
}
