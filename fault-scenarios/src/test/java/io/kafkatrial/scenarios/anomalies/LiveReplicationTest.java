/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.anomalies;

import static io.kafkatrial.check.Anomaly.Kind.LOST_WRITE;
import static io.kafkatrial.check.Anomaly.Kind.REALTIME_VIOLATION;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.WireRule;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Anomalies that need a leader, or a replica, to be lost. */
class LiveReplicationTest extends Lively {

    LiveReplicationTest() {
        super(Cluster.builder().brokers(3).topic(TOPIC, 1, 3).start());
    }

    /** What only the old leader had is lost; what is sent after that takes its place. */
    @Test
    void lostWriteAndRealtimeViolation() throws Exception {
        Producer<String, String> producer = producer("acks", "1");
        producer.send(new ProducerRecord<>(TOPIC, 0, "key", "replicated")).get();
        int old = cluster.partition(TOPIC + "-0").leader().orElseThrow();
        for (int follower = 1; follower <= 3; follower++) {
            if (follower != old) {
                hold(follower, old);
            }
        }
        for (int i = 0; i < 3; i++) {
            producer.send(new ProducerRecord<>(TOPIC, 0, "key", "leader only")).get();
        }
        cluster.broker(old).crash();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            OptionalInt now = cluster.partition(TOPIC + "-0").leader();
            return now.isPresent() && now.getAsInt() != old;
        });
        producer.send(new ProducerRecord<>(TOPIC, 0, "key", "later")).get();

        shows(LOST_WRITE, REALTIME_VIOLATION);
    }

    /** The follower's fetches never reach the leader. */
    private void hold(int follower, int leader) {
        WireRule.Match match = new WireRule.Match(
                Endpoint.broker(follower),
                Endpoint.broker(leader),
                Optional.of("FETCH"),
                Optional.empty(),
                Optional.empty());
        cluster.pull(new Lever.Intercept(
                new WireRule("cut off " + follower, match, new WireRule.Act.DropRequest(), 0, 1_000_000)));
    }
}
