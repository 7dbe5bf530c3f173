/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.fault.Ailment;
import io.kafkatrial.fault.Bite;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Injection;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.Requests;
import io.kafkatrial.fault.Split;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault of an engine's levers, on the embedded engine under a producer's load: it bites, and is healed. */
class EveryFaultOnEmbeddedTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Optional<Duration> UNTIL_HEALED = Optional.empty();
    private static final Target LEADER = Target.leaderOf("orders-0");
    private static final Target FOLLOWERS = Target.followersOf("orders-0");
    private static final Target CLIENTS = Target.parse("clients");

    private final Cluster started = Cluster.builder()
            .brokers(3)
            .controllers(3)
            .topic("orders", 1, 3)
            .engine("embedded")
            .start();

    /** The cluster to break. */
    Cluster cluster() {
        return started;
    }

    @AfterEach
    void close() {
        started.close();
    }

    static Stream<Fault> faults() {
        return Stream.of(
                new Fault.LosePower(LEADER, UNTIL_HEALED),
                new Fault.WipeDisk(Target.followerOf("orders-0"), UNTIL_HEALED),
                new Fault.SickDisk(LEADER, new Ailment.Slow(Duration.ofMillis(20)), UNTIL_HEALED),
                new Fault.SplitNetwork(Split.of(Split.Shape.ISOLATE).around(LEADER), UNTIL_HEALED),
                new Fault.ThrottleNetwork(FOLLOWERS, LEADER, true, 20_000, UNTIL_HEALED),
                new Fault.ThrottleNetwork(CLIENTS, LEADER, false, 20_000, UNTIL_HEALED),
                new Fault.ResetConnections(CLIENTS, LEADER),
                new Fault.SkewClock(LEADER, Duration.ofHours(1), UNTIL_HEALED),
                new Fault.SkewClock(Target.parse("controller"), Duration.ofHours(-1), UNTIL_HEALED),
                new Fault.Administer(
                        new AdminAct.MoveLeader(new PartitionId("orders", 0), OptionalInt.empty()), UNTIL_HEALED),
                new Fault.Administer(new AdminAct.AddPartitions("orders", 2), UNTIL_HEALED),
                new Fault.RollingRestart(Target.parse("brokers"), false, 1),
                requests(Requests.to(LEADER, "Fetch").from(FOLLOWERS), new WireRule.Act.DropResponse()),
                requests(
                        Requests.to(Target.parse("controllers"), "BrokerHeartbeat")
                                .from(LEADER),
                        new WireRule.Act.DropRequest()),
                requests(
                        Requests.to(Target.parse("controllers"), "Fetch").from(Target.parse("controllers")),
                        new WireRule.Act.DelayRequest(Duration.ofMillis(30))),
                requests(Requests.to(LEADER, "Produce"), new WireRule.Act.Reorder()),
                requests(
                        Requests.to(LEADER, "Produce").about("orders"),
                        new WireRule.Act.DelayResponse(Duration.ofMillis(30))));
    }

    private static Fault requests(Requests which, WireRule.Act act) {
        return new Fault.OnRequests(which, act, 0, 2, Optional.of(Duration.ofMillis(500)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void bitesUnderLoadAndIsHealed(Fault fault) throws Exception {
        try (KafkaProducer<String, String> producer = producer()) {
            send(producer).get();
            Injection injection = cluster().inject(Plan.of(7, "the fault", fault, Trigger.immediately()));
            await().atMost(LONG).until(() -> {
                send(producer);
                return injection.bites().get(0).touched() > 0;
            });
            List<Bite> bites = cluster().heal();
            assertThat(bites).allMatch(Bite::bit);
            assertThat(cluster().running().awaitHealthy(LONG)).isTrue();
            assertThat(send(producer).get().offset()).isPositive();
        }
    }

    private KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster().bootstrapServers(), "linger.ms", 0, "metadata.max.age.ms", 500),
                new StringSerializer(),
                new StringSerializer());
    }

    private static Future<RecordMetadata> send(KafkaProducer<String, String> producer) {
        return producer.send(new ProducerRecord<>("orders", 0, "key", "value"));
    }
}
