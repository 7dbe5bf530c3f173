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
 * Configure one broker of a {@link KafkaCluster} differently from the others. Repeatable.
 */
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(BrokerConfig.List.class)
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface BrokerConfig {

    /** The broker's id. */
    int broker();

    /** Its configuration, each {@code key=value} by Kafka's names. */
    String[] value();

    /** Several of them. */
    @Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @interface List {
        /** The annotations. */
        BrokerConfig[] value();
    }
}
