/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.Broker;
import io.kafkatrial.Cluster;
import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An engine of Kafka Trial, the one {@code -Dtrial.engine} names: the embedded as it is, or Apache Kafka's brokers with the same settings. */
final class TrialMain implements Subject {
    private static final String EMBEDDED = "embedded";
    private static final String ENGINE = System.getProperty("trial.engine", EMBEDDED);

    private final Map<String, String> more;
    private @Nullable Cluster cluster;

    private TrialMain(Map<String, String> more) {
        this.more = more;
    }

    public static void main(String[] args) throws Exception {
        List<String> names = new ArrayList<>(ScenarioRows.names());
        Probes.all().forEach(probe -> names.add(probe.name()));
        AclProbes.all().forEach(probe -> names.add(probe.name()));
        Selection.check(names);
        try (Sheet sheet = new Sheet(args)) {
            Probes.put(new TrialMain(Map.of()), Probes.all(), sheet);
            Probes.put(new TrialMain(AclProbes.config()), AclProbes.all(), sheet);
            ScenarioRows.put(ENGINE, sheet);
        }
        System.exit(0);
    }

    private Cluster cluster() {
        return requireNonNull(cluster);
    }

    @Override
    public void start() {
        ClusterBuilder builder = Cluster.builder().brokers(3);
        if (!ENGINE.equals(EMBEDDED)) {
            Subject.brokerConfig().forEach(builder::config);
            // what the engine makes smaller, as the embedded engine tells it
            builder.config("num.io.threads", "8").config("num.network.threads", "3");
            // the probes' records are of 2023: retention of all topics, 30 s after a start, would meet them
            builder.config("log.initial.task.delay.ms", "3600000");
        }
        more.forEach(builder::config);
        cluster = builder.start();
    }

    @Override
    public String bootstrapServers() {
        return cluster().bootstrapServers();
    }

    @Override
    public int[] brokers() {
        return cluster().brokers().stream().mapToInt(Broker::id).toArray();
    }

    @Override
    public void stop(int broker) {
        cluster().broker(broker).stop();
    }

    @Override
    public void restart(int broker) {
        cluster().broker(broker).restart();
    }

    @Override
    public boolean hasLevers() {
        return true;
    }

    @Override
    public void crash(int broker) {
        cluster().broker(broker).crash();
    }

    @Override
    public void pause(int broker) {
        cluster().broker(broker).pause();
    }

    @Override
    public void resume(int broker) {
        cluster().broker(broker).resume();
    }

    @Override
    public void crashController() {
        cluster().pull(new Lever.Crash(Endpoint.controller(ClusterSpec.FIRST_CONTROLLER)));
    }

    @Override
    public void restartController() {
        cluster().pull(new Lever.Restart(Endpoint.controller(ClusterSpec.FIRST_CONTROLLER)));
    }

    @Override
    public void close() {
        cluster().close();
    }
}
