/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.anomalies;

import static io.kafkatrial.check.Anomaly.Kind.LOST_WRITE;
import static io.kafkatrial.check.Anomaly.Kind.REALTIME_VIOLATION;
import static io.kafkatrial.check.Anomaly.Kind.STALE_END;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.Set;
import org.apache.kafka.clients.producer.Producer;
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
        write(producer, "replicated");
        cutOffFollowers();
        for (int i = 0; i < 3; i++) {
            write(producer, "leader only");
        }
        crashLeader();
        write(producer, "later");

        shows(LOST_WRITE, REALTIME_VIOLATION);
    }

    /** A leader that was replaced without hearing of it is asked where the log ends. */
    @Test
    void staleEnd() throws Exception {
        write(producer(), "seen by both");
        RecordingConsumer<String, String> consumer = consumer("billing");
        read(consumer, 1);
        int old = leader();
        isolate(old);
        awaitLeaderOtherThan(old);
        int now = leader();
        write(producer("bootstrap.servers", "127.0.0.1:" + cluster.broker(now).port()), "not seen by the old leader");

        consumer.endOffsets(Set.of(P0));

        shows(STALE_END);
    }

    /** Clients reach it, nobody else does. */
    private void isolate(int broker) {
        Endpoint self = Endpoint.broker(broker);
        for (int other : cluster.running().brokers()) {
            if (other != broker) {
                cluster.network().cut(self, Endpoint.broker(other));
                cluster.network().cut(Endpoint.broker(other), self);
            }
        }
        for (int controller : cluster.running().controllers()) {
            cluster.network().cut(self, Endpoint.controller(controller));
            cluster.network().cut(Endpoint.controller(controller), self);
        }
    }
}
