/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.attach;

import io.kafkatrial.engine.AttachComplaints;
import io.kafkatrial.engine.metadata.OwnNames;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * Where the cluster is, what gets a client in, and by which way clients go. Immutable.
 *
 * @param client the configuration of a client by Kafka's names, {@code bootstrap.servers} included
 * @param way of the test's clients
 */
record Entrance(String bootstrapServers, Map<String, Object> client, Way way) {

    static final String BOOTSTRAP = "trial.bootstrap.servers";
    static final String CLIENT = "trial.client.properties";
    static final String LINKS = "trial.attach.links";

    private static final String PROTOCOL = "security.protocol";
    private static final String TLS = "SSL";

    /** How clients of the test come to the brokers. */
    enum Way {
        /** By doors of this process, which faults can shut. */
        PROXY,
        /** By the addresses that the brokers advertise. */
        DIRECT
    }

    Entrance {
        client = Map.copyOf(client);
    }

    /** As the system properties have it. */
    static Entrance read() {
        String bootstrap = System.getProperty(BOOTSTRAP, "").strip();
        if (bootstrap.isEmpty()) {
            throw AttachComplaints.noBootstrap();
        }
        Map<String, Object> client = told();
        client.put("bootstrap.servers", bootstrap);
        return new Entrance(bootstrap, client, way(client));
    }

    private static Map<String, Object> told() {
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
        return client;
    }

    /** By which way they would go, before anybody looks for the cluster. */
    static Way intended() {
        return way(told());
    }

    /** Kerberos gives tickets for a broker's host, and a door has another. */
    private static Way way(Map<String, Object> client) {
        String told = System.getProperty(LINKS, "").strip().toLowerCase(Locale.ROOT);
        boolean kerberos = isSasl(client)
                && client.getOrDefault("sasl.mechanism", "GSSAPI").equals("GSSAPI");
        return switch (told) {
            case "" -> kerberos ? Way.DIRECT : Way.PROXY;
            case "direct" -> Way.DIRECT;
            case "proxy" -> {
                if (kerberos) {
                    throw AttachComplaints.kerberos(LINKS);
                }
                yield Way.PROXY;
            }
            default -> throw AttachComplaints.links(LINKS, told);
        };
    }

    private static String protocol(Map<String, Object> client) {
        return client.getOrDefault(PROTOCOL, "PLAINTEXT").toString().strip().toUpperCase(Locale.ROOT);
    }

    private static boolean isSasl(Map<String, Object> client) {
        return protocol(client).startsWith("SASL_");
    }

    /** Whether the brokers speak TLS. */
    boolean hasTls() {
        return protocol(client).endsWith(TLS);
    }

    /** The configuration of our own clients, which go there directly. */
    Map<String, Object> own() {
        return OwnNames.of(client);
    }

    /** The configuration of a client that comes by the doors: those are here, and in the clear. */
    Map<String, Object> byDoors(String doors) {
        Map<String, Object> changed = new LinkedHashMap<>(client);
        changed.put("bootstrap.servers", doors);
        if (hasTls()) {
            changed.put(PROTOCOL, isSasl(client) ? "SASL_PLAINTEXT" : "PLAINTEXT");
            changed.keySet().removeIf(key -> key.startsWith("ssl."));
        }
        return changed;
    }
}
