/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import io.kroxylicious.testing.kafka.api.TerminationStyle;
import io.kroxylicious.testing.kafka.common.KafkaClusterConfig;
import io.kroxylicious.testing.kafka.invm.InVMKafkaCluster;
import java.util.Map;

/** The in-VM cluster of Kroxylicious' JUnit extension: brokers, one of which is the controller, in this JVM. */
record KroxyliciousMain(InVMKafkaCluster cluster) implements Rival {

    /** It sets this to 0 itself, and refuses to be told. */
    private static final String SET_ALREADY = "group.initial.rebalance.delay.ms";

    public static void main(String[] args) {
        long startedAt = System.nanoTime();
        new Bench(KroxyliciousMain::with).run(args, startedAt);
    }

    private static Rival with(int brokers, Map<String, String> config) {
        var builder =
                KafkaClusterConfig.builder().brokersNum(brokers).kraftControllers(1).kraftMode(true);
        config.forEach((key, value) -> {
            if (!SET_ALREADY.equals(key)) {
                builder.brokerConfig(key, value);
            }
        });
        return new KroxyliciousMain(new InVMKafkaCluster(builder.build()));
    }

    @Override
    public String start() {
        cluster.start();
        return cluster.getBootstrapServers();
    }

    @Override
    public AutoCloseable crash(int broker) {
        cluster.stopNodes(id -> id == broker, TerminationStyle.ABRUPT);
        return () -> cluster.startNodes(id -> id == broker);
    }

    @Override
    public void stop() throws Exception {
        cluster.close();
    }
}
