/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.yaml;

import io.kafkatrial.Cluster;
import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.TopicSpec;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Side;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The scenario of a file.
 *
 * @param file what complaints and the page call it
 */
record FileScenario(String file, ScenarioFile document) implements Scenario {

    private static final int BROKERS = 3;

    @Override
    public Page page() {
        Page.Draft draft = Page.of(
                        document.name(),
                        Chapter.OWN,
                        document.tags().orElse(List.of()).toArray(String[]::new))
                .idea(document.idea())
                .fault(words(faults()))
                .advice(document.advice().orElse(""));
        Page.Draft placed = document.application().map(draft::application).orElse(draft);
        return placed.source(file);
    }

    private static String words(List<PlannedFault> faults) {
        return faults.isEmpty()
                ? "none: the workload itself is what is shown"
                : faults.stream()
                        .map(planned -> planned.fault().describe() + " " + planned.trigger())
                        .collect(Collectors.joining("; "));
    }

    private List<PlannedFault> faults() {
        return document.faults().orElse(List.of());
    }

    @Override
    public Set<Side> sides() {
        return document.dangerous().isPresent() ? EnumSet.allOf(Side.class) : EnumSet.of(Side.GUARDED);
    }

    @Override
    public Half dangerous() {
        return half(document.dangerous().orElseThrow(() -> YamlComplaints.noDangerousHalf(document.name())));
    }

    @Override
    public Half guarded() {
        return half(document.guarded());
    }

    private Half half(ScenarioFile.HalfOf half) {
        return new Half(
                half.configuration().orElse("as in the file"),
                cluster -> shape(cluster, half),
                seed -> new Plan(seed, faults()),
                new Steps(half.workload(), document.name()),
                half.expected().stream().map(ScenarioFile.Expectation::expected).toList());
    }

    private ClusterBuilder shape(ClusterBuilder builder, ScenarioFile.HalfOf half) {
        ScenarioFile.Cluster cluster = document.cluster().orElseGet(FileScenario::usual);
        builder.brokers(cluster.brokers().orElse(BROKERS));
        cluster.controllers().ifPresent(builder::controllers);
        cluster.combined().ifPresent(builder::combined);
        cluster.config().forEach(builder::config);
        half.brokers().forEach(builder::config);
        for (ScenarioFile.Topic topic : cluster.topics().orElse(List.of())) {
            Map<String, String> config = new LinkedHashMap<>(topic.config());
            config.putAll(half.topics());
            builder.topic(new TopicSpec(topic.name(), topic.partitions().orElse(1), topic.replicas(), config));
        }
        return builder;
    }

    private static ScenarioFile.Cluster usual() {
        return new ScenarioFile.Cluster(
                OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty(), Map.of());
    }

    /** Complain of what cannot work: a cluster that cannot be, faults that can never fire, waiting for none. */
    void check() {
        for (Side side : sides()) {
            try {
                Half half = half(side);
                ClusterSpec spec = half.shape().apply(Cluster.builder()).spec();
                half.plan().apply(spec.seed()).check(spec);
                ((Steps) half.work())
                        .requireFaults(faults().stream().map(PlannedFault::name).toList());
            } catch (TrialException impossible) {
                throw YamlComplaints.impossible(file, side.toString(), impossible);
            }
        }
    }
}
