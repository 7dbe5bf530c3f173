/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.ClientFiles;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** What clients need to connect: from the cluster, or from the files of the process that runs it. */
final class Connections {

    private Connections() {}

    /** For the clients of the harness. */
    static Map<String, Object> ofHarness(Optional<Cluster> cluster, Options options) {
        return cluster.map(Cluster::clientProperties).orElseGet(() -> attached(options));
    }

    private static Map<String, Object> attached(Options options) {
        Map<String, Object> connection = new LinkedHashMap<>(
                options.clientProperties().map(Connections::read).orElseGet(Map::of));
        connection.put("bootstrap.servers", options.bootstrapServers().orElseThrow());
        return connection;
    }

    /** For a client of this user. */
    static Map<String, Object> of(String user, Optional<Cluster> cluster, Options options) {
        if (cluster.isPresent()) {
            return cluster.get().clientProperties(user);
        }
        Path file = options.clientFiles()
                .map(directory -> ClientFiles.of(directory, user))
                .filter(Files::isReadable)
                .orElseThrow(() -> JunitComplaints.noFileOf(user, options.clientFiles()));
        return read(file);
    }

    private static Map<String, Object> read(Path file) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            properties.load(in);
        } catch (IOException unreadable) {
            throw JunitComplaints.unreadable(file, unreadable);
        }
        Map<String, Object> read = new LinkedHashMap<>();
        properties.stringPropertyNames().forEach(name -> read.put(name, properties.getProperty(name)));
        return read;
    }
}
