/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.replication;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
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
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/**
 * The only replica in sync dies. Where unclean elections are allowed, a replica that lags takes over: what it lacks is
 * gone, and its offsets are given again to other records. Readers that have been further see one offset with two
 * contents. Where they are not allowed the partition waits for its leader: nothing is lost, nothing is served.
 */
final class UncleanElection implements Scenario {
    private static final String CUT = "followers cut off";
    private static final String CRASH = "crash of the leader";
    private static final String LATE = "late";
    private static final int ALONE = 50;

    @Override
    public Page page() {
        return Page.of("unclean-election", Chapter.REPLICATION, "availability", "crash", "election", "network")
                .idea("unclean.leader.election.enable=true prefers serving to keeping: a replica that was not in sync"
                        + " leads, acknowledged records are lost, and new ones get their offsets. A consumer, a"
                        + " database, a Connect sink that keeps offsets believes to have them already.")
                .fault("the followers are cut off from the leader after 100 acknowledged records and leave the in-sync"
                        + " set; the leader goes on alone, and is killed when another producer's first request arrives;"
                        + " it starts again 0.7 s later")
                .advice("Leave unclean.leader.election.enable=false, the default since Kafka 0.11, and set"
                        + " min.insync.replicas=2, so that a leader that is alone acknowledges nothing. Switch it on for"
                        + " one topic, by hand, when the replicas in sync are known to be gone for ever.")
                .source("Kafka documentation, Design, Unclean leader election: What if they all die?; Topic Configs,"
                        + " unclean.leader.election.enable; KIP-106");
    }

    @Override
    public Half dangerous() {
        return half(
                "true",
                List.of(
                        Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.LOST_WRITE),
                        Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.LOST_WRITE, Anomaly.Kind.DIVERGED),
                        Expected.broken(Guarantee.ORDERED_PER_KEY, Anomaly.Kind.REALTIME_VIOLATION)));
    }

    @Override
    public Half guarded() {
        return half("false", Orders.safe());
    }

    private static Half half(String unclean, List<Expected> expected) {
        Trigger late =
                new Trigger.OnRequest(Requests.to(Orders.LEADER, "Produce").by(LATE), 1);
        return new Half(
                "acks=all, min.insync.replicas=1, unclean.leader.election.enable=" + unclean,
                Orders.onThreeImpatient("min.insync.replicas", "1", "unclean.leader.election.enable", unclean),
                Half.faults(
                        Orders.cut(CUT, new Trigger.Healed(CRASH)),
                        new PlannedFault(
                                CRASH,
                                new Fault.CrashBroker(Orders.LEADER, Optional.of(Duration.ofMillis(700))),
                                Orders.then(Orders.fired(CUT), Orders.alone(), late))),
                UncleanElection::work,
                expected);
    }

    private static void work(Stage stage) {
        Producer<String, String> early = stage.clients().producer(Workload.producer("acks", "all"));
        Workload.sendAfterFirst(early, Orders.TOPIC, 0, Orders.REPLICATED);
        stage.awaitFired(CUT);
        int read = Orders.REPLICATED + ALONE;
        Workload.send(early, Orders.TOPIC, Orders.REPLICATED, read);
        early.flush();

        // reads past the group, as a sink does that keeps its offsets itself
        Consumer<String, String> reader = stage.clients().consumer(Workload.consumer());
        reader.assign(List.of(new TopicPartition(Orders.TOPIC, 0)));
        Orders.read(reader, read);

        Producer<String, String> late = stage.clients().producer(Workload.producer("acks", "all", "client.id", LATE));
        Workload.send(late, Orders.TOPIC, read, read + 1);
        stage.awaitFired(CRASH);
        Workload.send(late, Orders.TOPIC, read + 1, read + ALONE);
        late.flush();
    }
}
