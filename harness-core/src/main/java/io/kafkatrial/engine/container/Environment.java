/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container;

import io.kafkatrial.engine.ClusterSecurity;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.ContainerComplaints;
import io.kafkatrial.engine.container.docker.Docker;
import io.kafkatrial.engine.outside.ServerProperties;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the containers of one cluster are told, in the words of their image. Immutable. */
final class Environment {

    /** Where the volume of a node is found by it. */
    static final String DATA = "/var/lib/kafka/data";

    private static final String PEERS = "PEERS";
    private static final String HARNESS = "HARNESS";
    private static final String CONTROLLER = "CONTROLLER";
    private static final String LOOPBACK = "127.0.0.1";
    private static final String PROPERTIES = "TRIAL_SERVER_PROPERTIES";
    private static final String HEAP = "-Xmx256m";
    private static final int ID_BYTES = 16;

    /** Formats what is not formatted, and takes the place of the shell, so that signals reach Kafka. */
    private static final String START = "printf '%s' \"$" + PROPERTIES + "\" >/tmp/trial.properties"
            + " && /opt/kafka/bin/kafka-storage.sh format --ignore-formatted -t \"$CLUSTER_ID\" -c /tmp/trial.properties"
            + " && exec /opt/kafka/bin/kafka-server-start.sh /tmp/trial.properties";

    private final ClusterSpec spec;
    private final ImageChoice image;
    private final Optional<ClusterSecurity> security;
    private final Collection<ContainerSeat> seats;

    Environment(
            ClusterSpec spec, ImageChoice image, Optional<ClusterSecurity> security, Collection<ContainerSeat> seats) {
        this.spec = spec;
        this.image = image;
        this.security = security;
        this.seats = List.copyOf(seats);
        spec.brokerConfig().keySet().stream()
                .filter(key -> key.startsWith(ServerProperties.FEATURE))
                .findFirst()
                .ifPresent(key -> {
                    throw ContainerComplaints.features(key);
                });
    }

    /**
     * The container of a node.
     *
     * @param gateway where the names of the others lead; empty leaves them to Docker
     * @param group what the cluster is called
     */
    Docker.Recipe recipe(ContainerSeat seat, Doors doors, Optional<InetAddress> gateway, String group) {
        Map<String, String> hosts = new TreeMap<>();
        gateway.ifPresent(address -> seats.stream()
                .filter(other -> other != seat)
                .forEach(other -> hosts.put(other.name().host(), address.getHostAddress())));
        boolean scripts = image.entry() == ImageChoice.Entry.SCRIPTS;
        return new Docker.Recipe(
                seat.name(),
                image.name(),
                variables(properties(seat, doors), scripts),
                hosts,
                doors.published(seat),
                Map.entry(seat.name().container(), DATA),
                scripts ? List.of("sh", "-c", START) : List.of(),
                scripts ? Optional.of("0") : Optional.empty(),
                group);
    }

    private Map<String, String> variables(Map<String, String> properties, boolean scripts) {
        Map<String, String> variables = new TreeMap<>();
        variables.put("CLUSTER_ID", clusterId());
        variables.put("KAFKA_HEAP_OPTS", HEAP);
        if (scripts) {
            variables.put(
                    PROPERTIES,
                    properties.entrySet().stream()
                            .map(entry ->
                                    entry.getKey() + "=" + entry.getValue().replace("\\", "\\\\") + "\n")
                            .collect(Collectors.joining()));
        } else {
            properties.forEach((key, value) -> variables.put(variable(key), value));
        }
        return variables;
    }

    /** As the images read it: an underline is a dot, two are an underline, three are a dash. */
    static String variable(String key) {
        return "KAFKA_"
                + key.replace("_", "__").replace("-", "___").replace(".", "_").toUpperCase(Locale.ROOT);
    }

    /** An id in Kafka's form that does not begin with a dash. */
    private String clusterId() {
        byte[] bytes = new byte[ID_BYTES];
        new SplittableRandom(spec.seed()).nextBytes(bytes);
        bytes[0] = (byte) ((bytes[0] & 0x3F) | 0x40);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    Map<String, String> properties(ContainerSeat seat, Doors doors) {
        Map<String, String> config = ServerProperties.of(spec, seat.id(), image.version(), security);
        String door = ServerProperties.clientsListener(security);
        List<String> listeners = new ArrayList<>();
        if (seat.isBroker()) {
            String host = security.map(secured -> secured.spec().place().advertisedHost())
                    .orElse(LOOPBACK);
            InetSocketAddress clients =
                    Objects.requireNonNull(doors.forClients().get(seat.id()));
            InetSocketAddress harness =
                    Objects.requireNonNull(doors.forHarness().get(seat.id()));
            listeners.add(listener(door, "", ContainerSeat.CLIENTS));
            listeners.add(listener(PEERS, "", seat.peersPort()));
            listeners.add(listener(HARNESS, "", ContainerSeat.HARNESS));
            config.put(
                    "advertised.listeners",
                    String.join(
                            ",",
                            listener(door, host, clients.getPort()),
                            listener(PEERS, seat.name().host(), seat.peersPort()),
                            listener(HARNESS, LOOPBACK, harness.getPort())));
            config.put("inter.broker.listener.name", PEERS);
            config.put("listener.name.harness.num.network.threads", "1");
        }
        if (seat.isController()) {
            listeners.add(listener(CONTROLLER, "", seat.controllerPort()));
        }
        config.put("node.id", Integer.toString(seat.id()));
        config.put("process.roles", seat.roles());
        config.put("listeners", String.join(",", listeners));
        config.put(
                "listener.security.protocol.map",
                Stream.of(PEERS, HARNESS, CONTROLLER)
                        .map(name -> name + ":PLAINTEXT")
                        .collect(Collectors.joining(",", door + ":" + ServerProperties.protocol(security) + ",", "")));
        config.put("controller.listener.names", CONTROLLER);
        config.put(
                "controller.quorum.voters",
                seats.stream()
                        .filter(ContainerSeat::isController)
                        .map(voter -> voter.id() + "@" + voter.name().host() + ":" + voter.controllerPort())
                        .collect(Collectors.joining(",")));
        config.put("log.dirs", DATA);
        return config;
    }

    private static String listener(String name, String host, int port) {
        return name + "://" + host + ":" + port;
    }

    /** The files a node needs beside its configuration, by where that says they are. */
    Map<String, Path> files(Map<String, String> properties) {
        return properties.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("store.location"))
                .map(Map.Entry::getValue)
                .distinct()
                .collect(Collectors.toMap(location -> location, Path::of));
    }
}
