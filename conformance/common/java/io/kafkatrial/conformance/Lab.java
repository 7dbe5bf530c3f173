/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What the probes work with. Brokers are B1 to B3 whatever their ids. Confined to one thread. */
final class Lab implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Subject subject;
    private final Admin admin;
    private final Map<Integer, Wire> wires = new HashMap<>();

    Lab(Subject subject) {
        this.subject = subject;
        this.admin = Admin.create(config());
    }

    Subject subject() {
        return subject;
    }

    Admin admin() {
        return admin;
    }

    /** The connection part of a client's configuration; a new map. */
    Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", subject.bootstrapServers());
        return config;
    }

    /** The id of B1, B2 or B3. */
    int id(int place) {
        return subject.brokers()[place - 1];
    }

    /** The name of a broker by its id. */
    String name(int id) {
        for (int place = 1; place <= subject.brokers().length; place++) {
            if (id(place) == id) {
                return "B" + place;
            }
        }
        return id == -1 ? "none" : "B?";
    }

    /** The names of brokers by their ids, in the order given. */
    List<String> names(List<Integer> ids) {
        return ids.stream().map(this::name).toList();
    }

    /** Stop B1, B2 or B3 in good order. */
    void stop(int place) throws Exception {
        subject.stop(id(place));
        forget(place);
    }

    /** Kill B1, B2 or B3. */
    void crash(int place) throws Exception {
        forget(place);
        subject.crash(id(place));
    }

    /** Freeze B1, B2 or B3. */
    void pause(int place) throws Exception {
        forget(place);
        subject.pause(id(place));
    }

    /** Let it run on. */
    void resume(int place) {
        subject.resume(id(place));
    }

    private void forget(int place) throws IOException {
        Wire wire = wires.remove(place);
        if (wire != null) {
            wire.close();
        }
    }

    /** Start it again. */
    void restart(int place) throws Exception {
        subject.restart(id(place));
        await(() -> admin.describeCluster().nodes().get().stream().anyMatch(it -> it.id() == id(place)));
    }

    /** A new connection to B1, B2 or B3. */
    Wire connect(int place) throws Exception {
        for (Node node : admin.describeCluster().nodes().get()) {
            if (node.id() == id(place)) {
                return new Wire(new InetSocketAddress(node.host(), node.port()));
            }
        }
        throw new IOException("B" + place + " is not in the cluster");
    }

    /** Ask B1. */
    <T> T ask(ApiKeys key, int version, ApiMessage request, Class<T> response) throws Exception {
        return ask(1, key, version, request, response);
    }

    /** Ask a broker on a connection kept for it. */
    <T> T ask(int place, ApiKeys key, int version, ApiMessage request, Class<T> response) throws Exception {
        Wire wire = wires.get(place);
        if (wire == null) {
            wire = connect(place);
            wires.put(place, wire);
        }
        try {
            return wire.ask(key, version, request, response);
        } catch (IOException | RuntimeException e) {
            wires.remove(place);
            wire.close();
            throw e;
        }
    }

    /** A topic whose partition p is led by B(p mod 3 + 1) and followed by the next two, known to all brokers. */
    Uuid topic(String name, int partitions, String... config) throws Exception {
        // what probes write is of 2023, and retention comes to brokers when it likes
        return plainTopic(name, partitions, Stream.concat(Stream.of("retention.ms", "-1"), Stream.of(config)).toArray(String[]::new));
    }

    /** The same with no configuration but this. */
    Uuid plainTopic(String name, int partitions, String... config) throws Exception {
        Map<Integer, List<Integer>> places = new HashMap<>();
        for (int p = 0; p < partitions; p++) {
            places.put(p, List.of(id(p % 3 + 1), id((p + 1) % 3 + 1), id((p + 2) % 3 + 1)));
        }
        Map<String, String> configs = new HashMap<>();
        for (int i = 0; i < config.length; i += 2) {
            configs.put(config[i], config[i + 1]);
        }
        admin.createTopics(List.of(new NewTopic(name, places).configs(configs))).all().get();
        await(() -> known(name, partitions));
        return metadata(1, name).topicId();
    }

    private boolean known(String topic, int partitions) throws Exception {
        for (int place = 1; place <= 3; place++) {
            MetadataResponseTopic found = metadata(place, topic);
            if (found.partitions().size() != partitions
                    || found.partitions().stream().anyMatch(it -> it.errorCode() != 0 || it.isrNodes().size() != 3)) {
                return false;
            }
        }
        return true;
    }

    /** What a broker knows of a topic; creates nothing. */
    MetadataResponseTopic metadata(int place, String topic) throws Exception {
        var request = new MetadataRequestData()
                .setAllowAutoTopicCreation(false)
                .setTopics(List.of(new MetadataRequestTopic().setName(topic)));
        return ask(place, ApiKeys.METADATA, 12, request, MetadataResponseData.class).topics().iterator().next();
    }

    /** Wait for a condition; what comes of it is for the probe to note. A broker that cannot be reached is waited for. */
    boolean await(Callable<Boolean> condition) {
        try {
            Awaitility.await()
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(25))
                    .atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(condition);
            return true;
        } catch (ConditionTimeoutException never) {
            return false;
        }
    }

    /** The name of an error code. */
    static String error(short code) {
        return Errors.forCode(code).name();
    }

    /** The names of error codes. */
    static List<String> errors(List<Short> codes) {
        List<String> names = new ArrayList<>();
        codes.forEach(code -> names.add(error(code)));
        return names;
    }

    @Override
    public void close() throws IOException {
        for (Wire wire : wires.values()) {
            wire.close();
        }
        admin.close();
    }
}
