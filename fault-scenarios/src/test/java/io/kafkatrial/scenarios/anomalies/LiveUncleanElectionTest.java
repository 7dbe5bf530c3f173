/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.anomalies;

import static io.kafkatrial.check.Anomaly.Kind.DIVERGED;
import static io.kafkatrial.check.Anomaly.Kind.REPLICAS_DIVERGED;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.Cluster;
import io.kafkatrial.scenarios.recording.Drain;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A leader that is in sync with nobody else acknowledges on its own, and one of the others takes its place: offsets are
 * given twice.
 */
class LiveUncleanElectionTest extends Lively {

    private Producer<String, String> producer;

    LiveUncleanElectionTest() {
        super(Cluster.builder()
                .brokers(3)
                .config("replica.lag.time.max.ms", "500")
                .topic(TOPIC, 1, 3, Map.of("min.insync.replicas", "1", "unclean.leader.election.enable", "true"))
                .start());
    }

    @BeforeEach
    void aloneWithItsRecord() throws Exception {
        producer = producer();
        write(producer, "kept");
        cutOffFollowers();
        write(producer, "only on the leader");
    }

    /** A consumer has read what another record takes the place of. */
    @Test
    void diverged() throws Exception {
        RecordingConsumer<String, String> consumer = consumer("billing");
        consumer.unsubscribe(); // the coordinator of its group is cut off, too
        consumer.assign(List.of(P0));
        read(consumer, 2);
        crashLeader();
        write(producer, "in its place");

        shows(DIVERGED);
    }

    /** Two logs differ below what either believes to be committed, as long as the old leader has not come back. */
    @Test
    void replicasDiverged() throws Exception {
        crashLeader();
        write(producer, "in its place");

        Drain drain = new Drain(trial.trail(), cluster.clientProperties(), Optional.of(cluster.running()));
        assertThat(drain.read(Set.of(TOPIC), Duration.ofSeconds(20))).isEmpty();
        shows(trial.trail().history(), REPLICAS_DIVERGED);
    }
}
