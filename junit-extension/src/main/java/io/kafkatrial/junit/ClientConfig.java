/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Set one configuration of an injected client by Kafka's name; goes over the harness's defaults. Repeatable.
 */
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(ClientConfig.List.class)
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface ClientConfig {

    /** Kafka's name, for example {@code acks}. */
    String name();

    /** The value. */
    String value();

    /** Several of them. */
    @Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Documented
    @interface List {
        /** The annotations. */
        ClientConfig[] value();
    }
}
