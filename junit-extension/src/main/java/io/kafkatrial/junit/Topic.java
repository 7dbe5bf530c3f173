/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Create a topic before the tests of a {@link KafkaCluster} class. Repeatable.
 */
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Topic.List.class)
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface Topic {

    /** Its name. */
    String name();

    /** Number of partitions. */
    int partitions() default 1;

    /** Replicas of each partition; 0 takes the default: 3, or the number of brokers if fewer. */
    int replicationFactor() default 0;

    /** Topic configuration, each {@code key=value} by Kafka's names. */
    String[] config() default {};

    /** Several of them. */
    @Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @interface List {
        /** The annotations. */
        Topic[] value();
    }
}
