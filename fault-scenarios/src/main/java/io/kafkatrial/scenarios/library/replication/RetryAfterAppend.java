/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.replication;

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
import org.apache.kafka.clients.producer.Producer;

/**
 * The leader appends, waits for its followers in vain, and says nothing until the producer gives up. Then it refuses
 * the retry with NOT_ENOUGH_REPLICAS, which sounds as if nothing had been stored; but the first attempt lies in the log,
 * and is committed with it as soon as the followers are back. The retry that is taken then is the second copy.
 */
final class RetryAfterAppend implements Scenario {
    private static final String CUT = "followers cut off";

    @Override
    public Page page() {
        return Page.of(
                        "retry-after-append",
                        Chapter.REPLICATION,
                        "duplicates",
                        "idempotence",
                        "min.insync.replicas",
                        "network",
                        "retries")
                .idea("A record that failed is not a record that is not there. A leader that lost its followers has"
                        + " appended what it cannot acknowledge; REQUEST_TIMED_OUT, NOT_ENOUGH_REPLICAS_AFTER_APPEND, and"
                        + " NOT_ENOUGH_REPLICAS to a retry, all leave it in the log, to be committed later.")
                .fault("the followers are cut off from the leader after 100 acknowledged records, until they have left"
                        + " the in-sync set and a retry was refused")
                .advice("Leave enable.idempotence=true. Never take an error of a send for a promise that the record is"
                        + " not there: an application that sends it anew makes a second one, idempotent producer or"
                        + " not.")
                .application("Send at least 150 records to the topic `orders` under acks=all, with"
                        + " request.timeout.ms=500.")
                .source("Kafka documentation, Topic Configs, min.insync.replicas; Design, Availability and Durability"
                        + " Guarantees; KAFKA-15583");
    }

    @Override
    public Half dangerous() {
        return half(
                "enable.idempotence=false, acks=all, min.insync.replicas=2",
                Workload.producer("enable.idempotence", "false", "acks", "all", "request.timeout.ms", "500"),
                LostAnswer.twice());
    }

    @Override
    public Half guarded() {
        return half(
                "enable.idempotence=true, acks=all, min.insync.replicas=2",
                Workload.producer("enable.idempotence", "true", "request.timeout.ms", "500"),
                LostAnswer.once());
    }

    private static Half half(String configuration, Map<String, Object> producer, List<Expected> expected) {
        Trigger refused = Orders.then(Orders.alone(), Orders.produce(1));
        return new Half(
                configuration,
                Orders.onThreeImpatient("min.insync.replicas", "2"),
                Half.faults(Orders.cut(CUT, refused)),
                stage -> work(stage, producer),
                expected);
    }

    private static void work(Stage stage, Map<String, Object> settings) {
        Producer<String, String> producer = stage.clients().producer(settings);
        Workload.sendAfterFirst(producer, Orders.TOPIC, 0, Orders.REPLICATED);
        producer.flush();
        stage.awaitFired(CUT);
        Workload.send(producer, Orders.TOPIC, Orders.REPLICATED, Orders.REPLICATED + 50);
        producer.flush();
    }
}
