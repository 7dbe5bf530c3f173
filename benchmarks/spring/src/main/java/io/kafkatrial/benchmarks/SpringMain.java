/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.util.Map;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** The embedded broker of spring-kafka-test: brokers that are controllers too, in this JVM. */
record SpringMain(EmbeddedKafkaBroker broker) implements Rival {

    public static void main(String[] args) {
        long startedAt = System.nanoTime();
        new Bench(SpringMain::with).run(args, startedAt);
    }

    private static Rival with(int brokers, Map<String, String> config) {
        return new SpringMain(new EmbeddedKafkaKraftBroker(brokers, 1).brokerProperties(config));
    }

    @Override
    public String start() {
        broker.afterPropertiesSet();
        return broker.getBrokersAsString();
    }

    @Override
    public void stop() {
        broker.destroy();
    }
}
