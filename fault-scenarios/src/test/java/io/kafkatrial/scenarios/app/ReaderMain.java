/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.app;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads orders until it is killed: an application that knows nothing of this project. */
public final class ReaderMain {

    private ReaderMain() {}

    public static void main(String[] args) {
        Properties config = new Properties();
        config.put("bootstrap.servers", System.getenv("TRIAL_BOOTSTRAP_SERVERS"));
        config.put("group.id", "billing");
        config.put("client.id", "billing-1");
        config.put("auto.offset.reset", "earliest");
        config.put("enable.auto.commit", "false");
        try (Consumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(System.getenv("TRIAL_TOPIC")));
            while (true) {
                if (!consumer.poll(Duration.ofMillis(200)).isEmpty()) {
                    consumer.commitSync();
                }
            }
        }
    }
}
