/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.Map;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;

/** Apache Kafka's own kit, with the harness's broker configuration. */
final class KitMain implements Subject {
    private final KafkaClusterTestKit kit;

    private KitMain(Map<String, String> more) throws Exception {
        var builder = new KafkaClusterTestKit.Builder(
                new TestKitNodes.Builder().setNumBrokerNodes(3).setNumControllerNodes(1).build());
        Subject.brokerConfig().forEach(builder::setConfigProp);
        more.forEach(builder::setConfigProp);
        kit = builder.build();
    }

    public static void main(String[] args) throws Exception {
        try (Sheet sheet = new Sheet(args)) {
            Probes.put(new KitMain(Map.of()), Probes.all(), sheet);
            Probes.put(new KitMain(AclProbes.config()), AclProbes.all(), sheet);
        }
        System.exit(0);
    }

    @Override
    public void start() throws Exception {
        kit.format();
        kit.startup();
        kit.waitForReadyBrokers();
    }

    @Override
    public String bootstrapServers() {
        return kit.bootstrapServers();
    }

    @Override
    public int[] brokers() {
        return kit.brokers().keySet().stream().mapToInt(it -> it).sorted().toArray();
    }

    @Override
    public void stop(int broker) {
        kit.brokers().get(broker).shutdown();
        kit.brokers().get(broker).awaitShutdown();
    }

    @Override
    public void restart(int broker) {
        kit.brokers().get(broker).startup();
    }

    @Override
    public void close() throws Exception {
        kit.close();
    }
}
