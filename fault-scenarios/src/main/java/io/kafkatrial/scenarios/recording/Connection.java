/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Makes the harness's own readers, which belong to no group and move nothing. */
final class Connection {

    /** What the names of the harness's own readers begin with: their reading is no delivery. */
    static final String READER = "final-read";

    private final Map<String, Object> properties;
    private final Trail trail;

    Connection(Map<String, Object> properties, Trail trail) {
        this.properties = Map.copyOf(properties);
        this.trail = trail;
    }

    Consumer<byte[], byte[]> reader(String isolation) {
        Map<String, Object> config = new HashMap<>(properties);
        String bytes = "org.apache.kafka.common.serialization.ByteArrayDeserializer";
        config.put("key.deserializer", bytes);
        config.put("value.deserializer", bytes);
        config.put("isolation.level", isolation);
        config.put("enable.auto.commit", "false");
        config.put("auto.offset.reset", "earliest");
        config.put("allow.auto.create.topics", "false");
        config.put("fetch.max.wait.ms", "20"); // at the end of the log there is nothing to wait for
        config.put("client.id", trail.clientId(trail.name(READER)));
        config.remove("interceptor.classes");
        return new KafkaConsumer<>(config);
    }
}
