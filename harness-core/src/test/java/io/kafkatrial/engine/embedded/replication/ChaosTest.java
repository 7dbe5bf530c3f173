/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import static io.kafkatrial.engine.embedded.replication.Simulation.records;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lets a seeded dice crash, cut, elect and produce, and checks after every event that no high watermark
 * goes back in its epoch, now and then that logs agree below their high watermarks and leaders have all
 * that was acknowledged, and in the end that everything heals.
 */
@NullUnmarked // tests look things up they know are there
class ChaosTest {
    private static final int ACTIONS = 250;

    private final Simulation sim = new Simulation(3, Map.of("replica.lag.time.max.ms", "3000"));
    private final Map<String, Long> highWatermarks = new HashMap<>();
    private final Map<Long, String> inFlight = new HashMap<>();
    private final List<String> acked = new ArrayList<>();
    private final TopicIdPartition orders = sim.createTopic("orders", Map.of("min.insync.replicas", "2"), 1, 2, 3);
    private int lastValue;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("trial.chaos.seeds", 40));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void committedRecordsSurviveWhateverHappens(long seed) {
        // Given
        Random dice = new Random(seed);
        sim.afterEveryStep(this::checkHighWatermarks);
        sim.run(100);
        // When
        for (int i = 0; i < ACTIONS; i++) {
            act(dice);
            sim.run(dice.nextInt(10) == 0 ? dice.nextInt(4_000) : dice.nextInt(40));
            collectAcks();
            checkLogs();
        }
        heal();
        // Then
        assertThat(acked).as("the run acknowledged something").hasSizeGreaterThan(10);
        List<String> log = sim.values(1, orders);
        assertThat(log).containsAll(acked).doesNotHaveDuplicates();
        assertThat(sim.values(2, orders)).isEqualTo(log);
        assertThat(sim.values(3, orders)).isEqualTo(log);
        assertThat(sim.controller.state(orders).isr()).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(sim.hw(sim.controller.state(orders).leader(), orders)).isEqualTo(log.size());
    }

    private void act(Random dice) {
        int broker = 1 + dice.nextInt(3);
        int other = 1 + dice.nextInt(3);
        switch (dice.nextInt(16)) {
            case 0 -> sim.crash(broker);
            case 1 -> sim.fence(broker);
            case 2, 3, 4 -> restartOrUnfence(broker);
            case 5 -> sim.cut(broker, other);
            case 6, 7 -> sim.mendAll();
            case 8 -> sim.cutFromController(broker);
            case 9 -> electInSync(broker);
            default -> produceSome(dice, broker);
        }
    }

    private void restartOrUnfence(int broker) {
        if (sim.broker(broker) == null) {
            sim.start(broker);
        } else {
            sim.controller.unfence(broker);
            sim.publish();
        }
    }

    private void electInSync(int broker) {
        boolean alive = sim.controller.brokers().stream().anyMatch(b -> b.brokerId() == broker && !b.fenced());
        if (alive && sim.controller.state(orders).isr().contains(broker)) {
            sim.elect(orders, broker);
        }
    }

    private void produceSome(Random dice, int broker) {
        int target =
                dice.nextInt(4) == 0 ? broker : sim.controller.state(orders).leader();
        if (target < 1 || sim.broker(target) == null) {
            return;
        }
        for (int i = dice.nextInt(5); i >= 0; i--) {
            String value = "v" + ++lastValue;
            int acks = dice.nextInt(3) == 0 ? 1 : -1;
            long token = sim.produce(target, acks, orders, records(value));
            if (acks == -1) {
                inFlight.put(token, value);
            }
        }
    }

    private void collectAcks() {
        inFlight.entrySet().removeIf(entry -> {
            ProduceResult result = sim.produced(entry.getKey());
            if (result != null && result.error() == Errors.NONE) {
                acked.add(entry.getValue());
            }
            return result != null;
        });
    }

    private void checkHighWatermarks() {
        sim.nodes.values().stream().filter(node -> node.process != null).forEach(node -> {
            if (sim.broker(node.id).isLeader(orders.topicPartition())) {
                int epoch =
                        sim.broker(node.id).leaderEpoch(orders.topicPartition()).orElse(-1);
                long now = sim.hw(node.id, orders);
                Long before = highWatermarks.put(node.id + "/" + node.incarnation + "/" + epoch, now);
                assertThat(now).isGreaterThanOrEqualTo(before == null ? 0 : before);
            }
        });
    }

    private void checkLogs() {
        for (int one = 1; one <= 3; one++) {
            for (int two = one + 1; two <= 3; two++) {
                var logOne = sim.nodes.get(one).disk.find(orders);
                var logTwo = sim.nodes.get(two).disk.find(orders);
                if (logOne != null && logTwo != null) {
                    long common = Math.min(logOne.highWatermark(), logTwo.highWatermark());
                    assertThat(sim.values(one, orders, common)).isEqualTo(sim.values(two, orders, common));
                }
            }
        }
        int leader = sim.controller.state(orders).leader();
        if (leader > 0 && sim.nodes.get(leader).process != null) {
            assertThat(sim.values(leader, orders)).containsAll(acked);
        }
    }

    private void heal() {
        for (int broker = 1; broker <= 3; broker++) {
            restartOrUnfence(broker);
        }
        sim.mendAll();
        sim.publish();
        sim.run(60_000);
        sim.commit(orders, "end");
        sim.run(60_000);
        collectAcks();
        checkLogs();
    }
}
