/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.TrialException;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** What {@link KafkaVersions} says on the methods of a class. */
final class Versioned {

    private Versioned() {}

    static boolean isVersioned(Method method) {
        return AnnotationSupport.isAnnotated(method, KafkaVersions.class);
    }

    /** The versions of one test, in order. */
    static List<String> versions(Class<?> testClass, Method method) {
        List<String> versions = AnnotationSupport.findAnnotation(method, KafkaVersions.class)
                .map(annotation -> List.of(annotation.value()))
                .orElse(List.of());
        if (versions.isEmpty()) {
            throw JunitComplaints.noVersions(where(testClass, method));
        }
        Set<String> seen = new HashSet<>();
        versions.stream().filter(version -> !seen.add(version)).findFirst().ifPresent(twice -> {
            throw JunitComplaints.versionTwice(where(testClass, method), twice);
        });
        return versions;
    }

    private static String where(Class<?> testClass, Method method) {
        return "@KafkaVersions on " + testClass.getSimpleName() + "." + method.getName();
    }

    /** Complain of any version that cannot be had, before anything starts. */
    static void check(Class<?> testClass, Options options, Optional<String> engine) {
        for (Method method :
                ReflectionSupport.findMethods(testClass, Versioned::isVersioned, HierarchyTraversalMode.TOP_DOWN)) {
            for (String version : versions(testClass, method)) {
                if (whyNot(version, options, engine).isEmpty()) {
                    try {
                        Cluster.requireVersion(engine, version);
                    } catch (TrialException unknown) {
                        throw JunitComplaints.at(where(testClass, method), unknown);
                    }
                }
            }
        }
    }

    /** Why a version is not run; empty if it is. */
    static Optional<String> whyNot(String version, Options options, Optional<String> engine) {
        Optional<String> foreign = options.forOwnClusters().bootstrapServers();
        if (foreign.isPresent()) {
            return Optional.of(JunitComplaints.versionsNeedOwnCluster(foreign.get()));
        }
        if (!Cluster.capabilitiesOf(engine).contains(Capability.UPGRADE)) {
            return Optional.of(JunitComplaints.oneVersion(version));
        }
        return options.kafkaVersion()
                .filter(chosen -> !chosen.equals(version))
                .map(chosen -> "trial.kafka.version = " + chosen + " chooses another version than " + version);
    }
}
