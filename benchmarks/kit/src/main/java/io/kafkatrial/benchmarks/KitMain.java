/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.util.Map;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;

/** Apache Kafka's own kit: brokers and a controller in this JVM. */
record KitMain(KafkaClusterTestKit kit) implements Rival {

    public static void main(String[] args) {
        long startedAt = System.nanoTime();
        new Bench(KitMain::with).run(args, startedAt);
    }

    private static Rival with(int brokers, Map<String, String> config) throws Exception {
        var builder = new KafkaClusterTestKit.Builder(new TestKitNodes.Builder()
                .setNumBrokerNodes(brokers)
                .setNumControllerNodes(1)
                .build());
        config.forEach(builder::setConfigProp);
        return new KitMain(builder.build());
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
