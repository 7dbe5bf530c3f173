/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.anomalies;

import static io.kafkatrial.check.Anomaly.Kind.NOT_RECOVERED;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.Cluster;
import io.kafkatrial.check.Claim;
import io.kafkatrial.check.Verdict;
import io.kafkatrial.check.Verdicts;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Injection;
import io.kafkatrial.fault.Target;
import io.kafkatrial.history.History;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** How long it takes until all is well again, of faults that are over at once and of one that leaves work behind. */
class LiveRecoveryTest extends Lively {

    LiveRecoveryTest() {
        super(Cluster.builder().brokers(3).topic(TOPIC, 1, 3).start());
    }

    /** A broker comes back with an empty disk, and has to copy what is there by a thin line. */
    @Test
    void notRecovered() throws Exception {
        write(20);
        int leader = cluster.partition(TOPIC + "-0").leader().orElseThrow();
        int wiped = leader % 3 + 1;
        cluster.pull(new Lever.Throttle(Endpoint.broker(leader), Endpoint.broker(wiped), 40_000));
        Injection wipe = cluster.inject(new Fault.WipeDisk(Target.broker(wiped), Optional.of(Duration.ofMillis(100))));
        assertThat(wipe.awaitHealed(Duration.ofSeconds(20))).isTrue();
        cluster.awaitHealthy(Duration.ofSeconds(20));
        write(1);
        History history = trial.conclude().history();

        shows(Claim.recovers(Duration.ofMillis(200)), history, NOT_RECOVERED);
        assertThat(Verdicts.of(Claim.recovers(Duration.ofSeconds(60)), history)).isInstanceOf(Verdict.Pass.class);
    }

    /** The time from its being lifted counts, not that for which it lasted. */
    @Test
    void brokerThatIsBackAtOnceHasRecovered() throws Exception {
        write(1);
        cluster.inject(new Fault.CrashBroker(Target.leaderOf(TOPIC + "-0"), Optional.of(Duration.ofMillis(700))))
                .awaitHealed(Duration.ofSeconds(20));
        write(1);
        History history = trial.conclude().history();

        assertThat(Verdicts.of(Claim.recovers(Duration.ofSeconds(20)), history)).isInstanceOf(Verdict.Pass.class);
    }

    private void write(int records) throws Exception {
        Producer<String, String> producer = producer();
        for (int i = 0; i < records; i++) {
            producer.send(new ProducerRecord<>(TOPIC, 0, "key", "x".repeat(1_000)));
        }
        producer.flush();
    }
}
