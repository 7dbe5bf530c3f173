/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.ClusterSecurity;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TopicSpec;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.embedded.api.BrokerConfig;
import io.kafkatrial.engine.embedded.group.GroupDefaults;
import io.kafkatrial.engine.embedded.group.GroupSettings;
import io.kafkatrial.engine.embedded.log.Disk;
import io.kafkatrial.engine.embedded.quorum.Quorum;
import io.kafkatrial.engine.embedded.quorum.QuorumSettings;
import io.kafkatrial.engine.embedded.security.FirstRecords;
import io.kafkatrial.engine.net.HeldPort;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.protocol.Errors;

/**
 * Builds one cluster from its spec, and takes everything down again if that fails half way. Used once,
 * by one thread.
 */
final class Construction {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ClusterSpec spec;
    private final boolean withFaults;
    private Map<Integer, Seat> seats = Map.of();
    private Optional<ClusterSecurity> security = Optional.empty();
    private final Deque<AutoCloseable> undo = new ArrayDeque<>();

    Construction(ClusterSpec spec) {
        this(spec, true);
    }

    /**
     * Prepare.
     *
     * @param withFaults false leaves out what faults need, so that its cost can be measured
     */
    Construction(ClusterSpec spec, boolean withFaults) {
        this.spec = spec;
        this.withFaults = withFaults;
    }

    RunningCluster build() {
        try {
            checkGroupSettings();
            EmbeddedCluster cluster = assemble();
            startBrokers(cluster);
            createTopics(cluster);
            Optional<String> missing = cluster.missing(PATIENCE);
            if (missing.isPresent()) {
                throw Complaints.startFailed(missing.get() + " after " + PATIENCE.toSeconds() + " s", null);
            }
            return cluster;
        } catch (RuntimeException | Error failed) {
            takeDown(failed);
            throw failed;
        }
    }

    private EmbeddedCluster assemble() {
        Map<Integer, HeldPort> ports = ports();
        security = ClusterSecurity.of(spec, InstantSource.system().instant());
        Fabric fabric = new Fabric("kafka-trial", spec.seed(), security, withFaults);
        undo.push(fabric);
        EventHub events = new EventHub(withFaults);
        // the bounds of a group's own configuration are those of the brokers
        QuorumSettings settings = QuorumSettings.of(spec).withDefaults(GroupDefaults.all());
        if (security.isPresent()) {
            settings = settings.withFirstRecords(FirstRecords.of(security.get(), spec.seed()));
        }
        Quorum quorum = Quorum.start(settings, fabric.wires(), events);
        undo.push(quorum);
        seats = new TreeMap<>();
        ports.forEach((id, port) -> seats.put(id, new Seat(id, port, new Disk(quorum.nextUuid()), config(id))));
        EmbeddedCluster cluster = new EmbeddedCluster(fabric, quorum, seats, events);
        undo.clear();
        undo.push(cluster);
        return cluster;
    }

    private BrokerConfig config(int broker) {
        return BrokerConfig.of(
                spec,
                broker,
                security.isPresent()
                        ? security.get()
                                .brokerProperties(
                                        security.get().spec().protocol().name())
                        : Map.of());
    }

    /** Let contradictions between settings of groups show before anything starts. */
    private void checkGroupSettings() {
        for (int id = 1; id <= spec.brokers(); id++) {
            Map<String, String> own = spec.configByBroker().getOrDefault(id, Map.of());
            if (setsGroups(spec.brokerConfig()) || setsGroups(own)) {
                new GroupSettings(id, config(id).values()).check();
            }
        }
    }

    private static boolean setsGroups(Map<String, String> config) {
        return config.keySet().stream().anyMatch(key -> key.startsWith("group."));
    }

    private Map<Integer, HeldPort> ports() {
        Map<Integer, HeldPort> ports = new TreeMap<>();
        for (int id = 1; id <= spec.brokers(); id++) {
            int wanted = spec.firstPort().isPresent() ? spec.firstPort().getAsInt() + id - 1 : 0;
            try {
                HeldPort port = HeldPort.take(bindHost(), wanted);
                undo.push(port);
                ports.put(id, port);
            } catch (IOException taken) {
                throw Complaints.portInUse(wanted, id, taken);
            }
        }
        return ports;
    }

    private InetAddress bindHost() throws IOException {
        return spec.security().isPresent()
                ? InetAddress.getByName(spec.security().get().place().bindHost())
                : InetAddress.getLoopbackAddress();
    }

    private void startBrokers(EmbeddedCluster cluster) {
        List<CompletableFuture<Void>> ready = new ArrayList<>();
        seats.values().forEach(seat -> ready.add(cluster.processes().begin(seat)));
        await(CompletableFuture.allOf(ready.toArray(CompletableFuture[]::new)), "the brokers were not let in");
    }

    private void createTopics(EmbeddedCluster cluster) {
        if (spec.topics().isEmpty()) {
            return;
        }
        var request = new CreateTopicsRequestData().setTimeoutMs((int) PATIENCE.toMillis());
        spec.topics().forEach(topic -> request.topics().add(creatable(topic)));
        CreateTopicsResponseData response = await(cluster.createTopics(request), "the topics were not created");
        for (var topic : response.topics()) {
            Errors error = Errors.forCode(topic.errorCode());
            if (error != Errors.NONE) {
                throw Complaints.topicRefused(topic.name(), error.name(), String.valueOf(topic.errorMessage()));
            }
        }
    }

    private static CreatableTopic creatable(TopicSpec spec) {
        CreatableTopic topic = new CreatableTopic()
                .setName(spec.name())
                .setNumPartitions(spec.partitions())
                .setReplicationFactor((short) spec.replicationFactor().orElse(-1));
        spec.config().forEach((name, value) -> topic.configs()
                .add(new CreatableTopicConfig().setName(name).setValue(value)));
        return topic;
    }

    private static <T> T await(CompletableFuture<T> done, String otherwise) {
        try {
            return done.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw Complaints.startFailed(otherwise + " within " + PATIENCE.toSeconds() + " s", late);
        } catch (ExecutionException failed) {
            throw Complaints.startFailed(otherwise, failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new TrialException("interrupted while the cluster was starting", stopped);
        }
    }

    private void takeDown(Throwable failed) {
        while (!undo.isEmpty()) {
            try {
                undo.pop().close();
            } catch (Exception alsoFailed) {
                failed.addSuppressed(alsoFailed);
            }
        }
    }
}
