/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.replication;

import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.check.Claim;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Requests;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What the scenarios of this chapter have in common: a topic, its replicas, what is done to them, what shall hold. */
final class Orders {
    static final String TOPIC = "orders";
    static final PartitionId PARTITION = new PartitionId(TOPIC, 0);
    static final Target LEADER = Target.leaderOf(PARTITION.toString());
    static final Target FOLLOWERS = Target.followersOf(PARTITION.toString());

    static final String SIGNALS = "signals";

    /** A value of 2 kB: so many that what a power loss leaves is hardly ever all. */
    static final String LARGE = "v".repeat(2000);

    /** So many records are there, on every replica, before anything breaks. */
    static final int REPLICATED = 100;

    private static final int POLLS_AT_MOST = 300;
    private static final Duration LOOK_EVERY = Duration.ofMillis(2);

    private Orders() {}

    /** Three brokers, and the topic with one partition on each of them. */
    static UnaryOperator<ClusterBuilder> onThree(String... topicConfig) {
        return cluster -> cluster.brokers(3).topic(TOPIC, 1, 3, settings(topicConfig));
    }

    /** The same, and followers that lag for 300 ms are out of sync: the scenario waits for that. */
    static UnaryOperator<ClusterBuilder> onThreeImpatient(String... topicConfig) {
        return cluster -> impatient(onThree(topicConfig).apply(cluster));
    }

    /** Followers that lag for 300 ms are out of sync. */
    static ClusterBuilder impatient(ClusterBuilder cluster) {
        return cluster.config("replica.lag.time.max.ms", "300").config("replica.fetch.wait.max.ms", "100");
    }

    private static Map<String, String> settings(String... pairs) {
        Map<String, String> settings = new HashMap<>();
        for (int index = 0; index + 1 < pairs.length; index += 2) {
            settings.put(pairs[index], pairs[index + 1]);
        }
        return settings;
    }

    /** Nothing passes between the leader and its followers once {@link #REPLICATED} records are acknowledged. */
    static PlannedFault cut(String name) {
        return new PlannedFault(name, cutFollowers(), Trigger.acks(REPLICATED, TOPIC));
    }

    /** The same until something comes. */
    static PlannedFault cut(String name, Trigger until) {
        return new PlannedFault(name, cutFollowers(), Trigger.acks(REPLICATED, TOPIC), Optional.of(until));
    }

    /** Nothing passes between the leader and its followers. */
    static Fault cutFollowers() {
        return new Fault.CutNetwork(FOLLOWERS, LEADER, /* bothWays= */ true, Optional.empty());
    }

    /** One after the other. */
    static Trigger then(Trigger... steps) {
        return new Trigger.Sequence(List.of(steps));
    }

    /** When this fault of the plan has fired. */
    static Trigger fired(String fault) {
        return new Trigger.Following(fault);
    }

    /** When only the leader is in sync. */
    static Trigger alone() {
        return new Trigger.IsrSize(PARTITION, 1);
    }

    /** When the nth produce request comes to the leader. */
    static Trigger produce(int nth) {
        return new Trigger.OnRequest(Requests.to(LEADER, "Produce"), nth);
    }

    /** When a workload has said so, by {@link #signal}. The cluster needs the topic {@link #SIGNALS}. */
    static Trigger signalled() {
        Requests signal = Requests.to(new Target.AllBrokers(), "Metadata").about(SIGNALS);
        return new Trigger.OnRequest(signal, 1);
    }

    /** Ask for the whereabouts of a topic nobody writes to: an event for faults to hang on that does nothing else. */
    static void signal(Producer<String, String> producer) {
        producer.partitionsFor(SIGNALS);
    }

    /**
     * Configuration of a producer of strings with small requests, each answered before the next is sent: when the nth
     * comes, those before it have been answered.
     */
    static Map<String, Object> oneByOne(String... settings) {
        Map<String, Object> all = Workload.producer(settings);
        all.put("max.in.flight.requests.per.connection", "1");
        all.put("batch.size", "1000");
        return all;
    }

    /** Send the records numbered {@code from} up to but not including {@code to}, 2 kB each. */
    static void sendLarge(Producer<String, String> producer, int from, int to) {
        for (int number = from; number < to; number++) {
            producer.send(new ProducerRecord<>(TOPIC, "key-" + number, LARGE));
        }
    }

    /** Nothing is lost, doubled or out of order, and these hold as well. */
    static List<Expected> safe(Claim... more) {
        return Stream.concat(
                        Stream.of(Guarantee.AT_LEAST_ONCE, Guarantee.EXACTLY_ONCE, Guarantee.ORDERED_PER_KEY),
                        Arrays.stream(more))
                .map(Expected::holds)
                .toList();
    }

    /** Poll until so many records came. */
    static void read(Consumer<String, String> consumer, int records) {
        int came = 0;
        for (int poll = 0; poll < POLLS_AT_MOST && came < records; poll++) {
            came += consumer.poll(Workload.POLL).count();
        }
        if (came < records) {
            throw new TrialException("the reader was handed " + came + " of " + records + " records of " + TOPIC
                    + " in " + POLLS_AT_MOST + " polls: the others are not readable. Look at the report's timeline.");
        }
    }

    /** Wait until so many replicas are in sync. */
    static void awaitInSync(Stage stage, int replicas) {
        stage.await(
                "an in-sync set of " + replicas,
                () -> stage.cluster().partition(PARTITION.toString()).isr().size() == replicas);
    }

    /** Wait until another broker than this one leads the partition. */
    static void awaitLeaderOtherThan(Stage stage, int old) {
        stage.await("a leader other than broker " + old, () -> {
            OptionalInt now = stage.cluster().partition(PARTITION.toString()).leader();
            return now.isPresent() && now.getAsInt() != old;
        });
    }

    /** Look again and again until it is so, or the time is over; tells whether it is so. */
    static boolean await(Duration bound, BooleanSupplier so) {
        long looks = bound.dividedBy(LOOK_EVERY);
        for (long look = 0; look < looks; look++) {
            if (so.getAsBoolean()) {
                return true;
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return so.getAsBoolean();
    }

    /** Acknowledged records that are not forced to disk, the signal for the loss of power, and records after it. */
    static void sendAroundPowerLoss(Stage stage, String loss) {
        Producer<String, String> producer = stage.clients().producer(Workload.producer("acks", "all"));
        sendLarge(producer, 0, REPLICATED);
        producer.flush();
        signal(producer);
        stage.awaitFired(loss);
        Workload.send(producer, TOPIC, REPLICATED, REPLICATED + 50);
        producer.flush();
    }
}
