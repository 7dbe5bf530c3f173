/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.Cluster;
import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.TopicSpec;
import io.kafkatrial.engine.TrialException;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.platform.commons.support.AnnotationSupport;

/** Turns the shape annotations of one class into a spec. */
record ClusterDeclaration(ClusterSpec spec, Optional<String> engine) {

    /** The same of another version of Apache Kafka. */
    ClusterDeclaration ofVersion(String version) {
        return new ClusterDeclaration(spec.withKafkaVersion(version), engine);
    }

    /** The same with another seed. */
    ClusterDeclaration ofSeed(long seed) {
        return new ClusterDeclaration(spec.withSeed(seed), engine);
    }

    /** What this very class declares, or inherits from its base classes; empty if nothing. */
    static Optional<ClusterDeclaration> of(Class<?> testClass, Options options) {
        List<String> carriers = carriers(testClass);
        if (carriers.size() > 1) {
            throw JunitComplaints.twoClusters(testClass, carriers);
        }
        return AnnotationSupport.findAnnotation(testClass, KafkaCluster.class)
                .map(cluster -> declaration(testClass, cluster, options));
    }

    /** The annotations of the class that bring a cluster: ours, or ones that carry ours. */
    private static List<String> carriers(Class<?> testClass) {
        List<String> names = new ArrayList<>();
        for (Annotation annotation : testClass.getAnnotations()) {
            Class<? extends Annotation> type = annotation.annotationType();
            if (type == KafkaCluster.class || AnnotationSupport.isAnnotated(type, KafkaCluster.class)) {
                names.add("@" + type.getSimpleName());
            }
        }
        return names;
    }

    private static ClusterDeclaration declaration(Class<?> testClass, KafkaCluster cluster, Options options) {
        ClusterBuilder builder = Cluster.builder();
        String where = "@KafkaCluster on " + testClass.getSimpleName();
        builder.brokers(cluster.brokers()).controllers(cluster.controllers()).combined(cluster.combined());
        SecurityDeclaration.of(testClass).ifPresent(builder::security);
        Configs.parse(where, cluster.config()).forEach(builder::config);
        Configs.parse(where, cluster.maxVersions())
                .forEach((api, version) -> builder.config("trial.max.version." + api, version));
        if (options.seed().isPresent() || cluster.seed() != 0) {
            builder.seed(options.seed().orElse(cluster.seed()));
        }
        if (!cluster.image().isEmpty()) {
            builder.image(cluster.image());
        }
        options.kafkaVersion()
                .or(() -> Optional.of(cluster.version()).filter(version -> !version.isEmpty()))
                .ifPresent(builder::kafkaVersion);
        for (BrokerConfig broker : AnnotationSupport.findRepeatableAnnotations(testClass, BrokerConfig.class)) {
            String at = "@BrokerConfig(broker = " + broker.broker() + ") on " + testClass.getSimpleName();
            Configs.parse(at, broker.value()).forEach((key, value) -> builder.config(broker.broker(), key, value));
        }
        for (Topic topic : AnnotationSupport.findRepeatableAnnotations(testClass, Topic.class)) {
            builder.topic(topic(testClass, topic));
        }
        Optional<String> engine =
                options.engine().or(() -> Optional.of(cluster.engine()).filter(name -> !name.isEmpty()));
        try {
            return new ClusterDeclaration(builder.spec(), engine);
        } catch (TrialException impossible) {
            throw JunitComplaints.at(where, impossible);
        }
    }

    private static TopicSpec topic(Class<?> testClass, Topic topic) {
        String where = "@Topic(name = \"" + topic.name() + "\") on " + testClass.getSimpleName();
        if (topic.replicationFactor() < 0) {
            throw JunitComplaints.negative(where, "replicationFactor", topic.replicationFactor());
        }
        OptionalInt factor =
                topic.replicationFactor() == 0 ? OptionalInt.empty() : OptionalInt.of(topic.replicationFactor());
        Map<String, String> config = Configs.parse(where, topic.config());
        return new TopicSpec(topic.name(), topic.partitions(), factor, config);
    }
}
