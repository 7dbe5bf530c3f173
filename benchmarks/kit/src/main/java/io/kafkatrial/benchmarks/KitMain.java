/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;

/** Apache Kafka's own kit: three brokers and a controller in this JVM. */
final class KitMain implements Rival {
    private final KafkaClusterTestKit kit;

    private KitMain() {
        try {
            kit = new KafkaClusterTestKit.Builder(new TestKitNodes.Builder()
                            .setNumBrokerNodes(3)
                            .setNumControllerNodes(1)
                            .build())
                    .build();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public static void main(String[] args) {
        long startedAt = System.nanoTime();
        new Bench(KitMain::new).run(args, startedAt);
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
