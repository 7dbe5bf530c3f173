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
 * A connection breaks with a request on it. Under {@code acks=0} the producer took the record for sent when its bytes
 * were in the socket's buffer: nobody answers, so nobody tells it, and it goes on. No broker has to fail for that.
 */
final class AcksZero implements Scenario {
    private static final String RESET = "connection reset";
    private static final int RECORDS = 500;
    private static final int PASS = 3;

    @Override
    public Page page() {
        return Page.of("acks-zero", Chapter.REPLICATION, "acks", "network", "producer")
                .idea("Under acks=0 a record counts as sent when it is written to the socket. What was on its way when"
                        + " the connection broke is gone, and send() succeeded. Under acks=all the producer waits for an"
                        + " answer, and sends again what got none.")
                .fault("the connection from the producer to the leader is reset before its fourth produce request"
                        + " arrives; no broker fails")
                .advice("Use acks=0 only for what may get lost. An offset of -1 in RecordMetadata means that nobody"
                        + " knows whether the record is stored.")
                .application("Send at least 500 records to the topic `orders`, and go on sending for a second.")
                .source("Kafka documentation, Producer Configs, acks; RecordMetadata javadoc, hasOffset");
    }

    @Override
    public Half dangerous() {
        return half(
                "acks=0 (which also switches the idempotent producer off)",
                Workload.producer("acks", "0", "batch.size", "1000"),
                List.of(Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.LOST_WRITE)));
    }

    @Override
    public Half guarded() {
        return half("acks=all, the default", Workload.producer("acks", "all", "batch.size", "1000"), Orders.safe());
    }

    private static Half half(String configuration, Map<String, Object> producer, List<Expected> expected) {
        Fault reset = new Fault.OnRequests(
                Requests.to(Orders.LEADER, "Produce"), new WireRule.Act.DropRequest(), PASS, 1, Optional.empty());
        return new Half(
                configuration,
                Orders.onThree(),
                Half.faults(new PlannedFault(RESET, reset, Trigger.immediately())),
                stage -> work(stage, producer),
                expected);
    }

    private static void work(Stage stage, Map<String, Object> settings) {
        stage.awaitFired(RESET);
        Producer<String, String> producer = stage.clients().producer(settings);
        Workload.send(producer, Orders.TOPIC, 0, RECORDS);
        producer.flush();
        stage.awaitBitten(RESET); // under acks=0 nothing tells that the requests have arrived
    }
}
