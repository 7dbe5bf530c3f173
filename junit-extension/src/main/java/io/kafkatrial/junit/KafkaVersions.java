/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Run a test of a {@link KafkaCluster} class once for each of these versions of Apache Kafka, each time on a cluster of
 * that version. Takes the place of {@code @Test}.
 *
 * <p>Needs an engine that runs real brokers: on {@code embedded} each is skipped, with the reason. Choose
 * {@code @KafkaCluster(engine = "apache")}, or {@code -Dtrial.engine=apache} for the builds that shall take the time.
 * With {@code -Dtrial.kafka.version} only that version is run, and the others are skipped. A version that cannot be had
 * fails the class before any cluster starts.
 *
 * <p>Clients, fields and faults are those of the invocation's cluster. A class with such tests only starts no other
 * cluster.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@TestTemplate
@ExtendWith(VersionsOfTest.class)
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface KafkaVersions {

    /** The versions, for example {@code {"3.7.2", "3.9.1", "4.3.1"}}, in the order they are run. */
    String[] value();
}
