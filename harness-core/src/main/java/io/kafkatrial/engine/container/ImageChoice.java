/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.ContainerComplaints;
import io.kafkatrial.engine.outside.KnownVersions;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which image is run, and how it wants to be started. Immutable.
 *
 * @param name of the image with its tag
 * @param version of Apache Kafka in it, as far as that can be told; else the oldest this harness knows
 * @param entry how it is told its configuration
 */
record ImageChoice(String name, String version, Entry entry) {

    /** The key of the cluster's configuration that names an image. */
    static final String CONFIG = "trial.image";

    /** The same for all clusters. */
    static final String PROPERTY = "trial.container.image";

    static final String VARIABLE = "TRIAL_CONTAINER_IMAGE";

    /** How the image is to be started, where its name does not tell. */
    static final String ENTRY_PROPERTY = "trial.container.entry";

    private static final String OFFICIAL = "apache/kafka";
    private static final Pattern TAG = Pattern.compile(".*apache/kafka(?:-native)?:(\\d+\\.\\d+\\.\\d+)(?:[-.].*)?");
    private static final Pattern NAMED = Pattern.compile(".*kafka-(\\d+\\.\\d+\\.\\d+).*");

    /** How an image is told its configuration. */
    enum Entry {
        /** By variables KAFKA_… and CLUSTER_ID, and it formats its storage itself: apache/kafka, Confluent's. */
        ENVIRONMENT,
        /** By Kafka's own scripts in /opt/kafka/bin, which are called here: Strimzi's. */
        SCRIPTS
    }

    /** As the cluster says, else the property or the environment, else the official image of the version. */
    static ImageChoice of(ClusterSpec spec) {
        Optional<String> asked = Optional.ofNullable(spec.brokerConfig().get(CONFIG))
                .or(() -> Optional.ofNullable(System.getProperty(PROPERTY)))
                .or(() -> Optional.ofNullable(System.getenv(VARIABLE)))
                .map(String::strip)
                .filter(name -> !name.isEmpty());
        String name = asked.orElseGet(() -> official(spec.kafkaVersion().orElse(KnownVersions.NEWEST)));
        String version = spec.kafkaVersion()
                .filter(told -> KnownVersions.rank(told).isPresent())
                .orElseGet(() -> version(name));
        return new ImageChoice(name, version, entry(name));
    }

    /** The image Apache Kafka publishes. */
    static String official(String version) {
        return OFFICIAL + ":" + version;
    }

    /** Only where the tag is a version of Kafka: others number their images themselves. */
    private static String version(String name) {
        for (Pattern pattern : new Pattern[] {TAG, NAMED}) {
            Matcher matcher = pattern.matcher(name);
            if (matcher.matches()) {
                return matcher.group(1);
            }
        }
        return KnownVersions.OLDEST;
    }

    private static Entry entry(String name) {
        String told = System.getProperty(ENTRY_PROPERTY, "").strip().toUpperCase(Locale.ROOT);
        if (told.isEmpty()) {
            return name.contains("strimzi") ? Entry.SCRIPTS : Entry.ENVIRONMENT;
        }
        return Arrays.stream(Entry.values())
                .filter(entry -> entry.name().equals(told))
                .findFirst()
                .orElseThrow(() -> ContainerComplaints.setting(
                        ENTRY_PROPERTY,
                        told.toLowerCase(Locale.ROOT),
                        Arrays.stream(Entry.values())
                                .map(entry -> entry.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }
}
