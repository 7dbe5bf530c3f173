/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.util.Map;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;

/** Apache Kafka's own kit: three brokers and a controller in this JVM. */
final class KitMain implements Rival {
    private final KafkaClusterTestKit kit;

    /** What Kafka Trial sets of groups, see docs/embedded-engine.md. */
    private static final Map<String, String> ALIKE = Map.of(
            "group.initial.rebalance.delay.ms", "0",
            "group.coordinator.append.linger.ms", "0",
            "group.consumer.heartbeat.interval.ms", "300",
            "group.consumer.min.heartbeat.interval.ms", "50",
            "group.consumer.session.timeout.ms", "10000",
            "group.consumer.min.session.timeout.ms", "100",
            "group.consumer.assignment.interval.ms", "0");

    private KitMain(Map<String, String> config) {
        try {
            var builder = new KafkaClusterTestKit.Builder(new TestKitNodes.Builder()
                    .setNumBrokerNodes(3)
                    .setNumControllerNodes(1)
                    .build());
            config.forEach(builder::setConfigProp);
            kit = builder.build();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public static void main(String[] args) {
        long startedAt = System.nanoTime();
        new Bench(() -> new KitMain(Map.of()), () -> new KitMain(ALIKE)).run(args, startedAt);
    }

    @Override
    public String start() throws Exception {
        kit.format();
        kit.startup();
        kit.waitForReadyBrokers();
        return kit.bootstrapServers();
    }

    @Override
    public void stop() throws Exception {
        kit.close();
    }
}
