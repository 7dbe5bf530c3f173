/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.replication;

import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;

/**
 * A consumer reads from the follower in its own rack (KIP-392), and that follower loses its leader. It goes on serving
 * what it has, and has nothing new: the consumer sees an empty topic, no error, until {@code metadata.max.age.ms} is over
 * and it asks the leader again whom to read from.
 */
final class FollowerFetch implements Scenario {
    private static final String CUT = "the consumer's follower cut off";
    private static final String GROUP = "billing";
    private static final int LATER = 50;

    @Override
    public Page page() {
        return Page.of(
                        "follower-fetch",
                        Chapter.REPLICATION,
                        "availability",
                        "configuration",
                        "consumer",
                        "network",
                        "rack")
                .idea("A follower that is cut off from its leader still answers consumers: with nothing. One that was"
                        + " sent to it by client.rack stays with it for metadata.max.age.ms, 5 minutes by default,"
                        + " although the records are there and the leader would hand them out.")
                .fault("the link between the leader and the follower the consumer reads from is cut once the consumer"
                        + " has read 100 records, until it has waited long enough, or has read the next 50")
                .advice(
                        "Where consumers have client.rack, lower their metadata.max.age.ms to the delay you can bear, and"
                                + " replica.lag.time.max.ms with it; watch consumer lag, not consumer errors.")
                .source("KIP-392; Kafka documentation, Consumer Configs, client.rack and metadata.max.age.ms; Broker"
                        + " Configs, replica.selector.class");
    }

    @Override
    public Half dangerous() {
        return half(
                "300000",
                List.of(
                        Expected.broken(Patience.CLAIM, Anomaly.Kind.AVAILABILITY_GAP),
                        Expected.holds(Guarantee.AT_LEAST_ONCE)));
    }

    @Override
    public Half guarded() {
        return half("200", Orders.safe(Patience.CLAIM));
    }

    private static Half half(String maxAgeMs, List<Expected> expected) {
        Target follower = Target.followerOf(Orders.PARTITION.toString());
        return new Half(
                "client.rack of a follower, replica.selector.class=RackAwareReplicaSelector, metadata.max.age.ms="
                        + maxAgeMs,
                FollowerFetch::inRacks,
                Half.faults(new PlannedFault(
                        CUT,
                        new Fault.CutNetwork(follower, Orders.LEADER, /* bothWays= */ true, Optional.empty()),
                        new Trigger.Delivered(GROUP, Orders.REPLICATED),
                        Optional.of(Orders.signalled()))),
                stage -> work(stage, maxAgeMs),
                expected);
    }

    private static ClusterBuilder inRacks(ClusterBuilder cluster) {
        ClusterBuilder racks = Orders.onThreeImpatient()
                .apply(cluster)
                .topic(Orders.SIGNALS, 1, 1)
                .config("replica.selector.class", "org.apache.kafka.common.replica.RackAwareReplicaSelector")
                // no broker dies here, and none shall be taken for dead: the leader has to stay where it is
                .config("broker.session.timeout.ms", "9000");
        for (int broker = 1; broker <= 3; broker++) {
            racks = racks.config(broker, "broker.rack", rack(broker));
        }
        return racks;
    }

    private static String rack(int broker) {
        return "rack-" + broker;
    }

    private static void work(Stage stage, String maxAgeMs) {
        Producer<String, String> producer = stage.clients().producer(Workload.producer("acks", "all"));
        Workload.sendAfterFirst(producer, Orders.TOPIC, 0, Orders.REPLICATED);
        producer.flush();
        Orders.awaitInSync(stage, 3); // on a busy machine some lag, and the follower is chosen among those in sync
        RecordingConsumer<String, String> consumer = stage.clients().consumer(consumer(stage, maxAgeMs));
        consumer.subscribe(List.of(Orders.TOPIC));
        Orders.read(consumer, Orders.REPLICATED);
        stage.awaitFired(CUT);

        Workload.send(producer, Orders.TOPIC, Orders.REPLICATED, Orders.REPLICATED + LATER);
        producer.flush();
        int read = 0;
        for (int poll = 0; poll < Patience.POLLS && read < LATER; poll++) {
            read += consumer.poll(Patience.POLL).count();
        }
        Orders.signal(producer);
        Orders.read(consumer, LATER - read);
    }

    /** In the rack of the follower that will be cut off: the one in sync with the lowest id. */
    private static Map<String, Object> consumer(Stage stage, String maxAgeMs) {
        PartitionView view = stage.cluster().partition(Orders.PARTITION.toString());
        int leader = view.leader().orElseThrow();
        int follower = view.isr().stream()
                .filter(id -> id != leader)
                .min(Integer::compare)
                .orElseThrow();
        return Workload.consumer("group.id", GROUP, "client.rack", rack(follower), "metadata.max.age.ms", maxAgeMs);
    }
}
