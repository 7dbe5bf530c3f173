/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.attach;

import io.kafkatrial.engine.AttachComplaints;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Where the cluster is, and what gets a client in. Immutable.
 *
 * @param client the configuration of a client by Kafka's names, {@code bootstrap.servers} included
 */
record Entrance(String bootstrapServers, Map<String, Object> client) {

    static final String BOOTSTRAP = "trial.bootstrap.servers";
    static final String CLIENT = "trial.client.properties";

    Entrance {
        client = Map.copyOf(client);
    }

    /** As the system properties have it. */
    static Entrance read() {
        String bootstrap = System.getProperty(BOOTSTRAP, "").strip();
        if (bootstrap.isEmpty()) {
            throw AttachComplaints.noBootstrap();
        }
        Map<String, Object> client = new LinkedHashMap<>();
        String file = System.getProperty(CLIENT, "").strip();
        if (!file.isEmpty()) {
            Properties properties = new Properties();
            try (Reader in = Files.newBufferedReader(Path.of(file), StandardCharsets.ISO_8859_1)) {
                properties.load(in);
            } catch (IOException unreadable) {
                throw AttachComplaints.properties(file, unreadable);
            }
            properties.stringPropertyNames().forEach(name -> client.put(name, properties.getProperty(name)));
        }
        client.put("bootstrap.servers", bootstrap);
        return new Entrance(bootstrap, client);
    }
}
