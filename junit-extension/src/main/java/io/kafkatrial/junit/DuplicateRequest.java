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
 * Let a request arrive twice; the second answer is thrown away.
 *
 * <p>Who asks and who is asked is written as in {@link NetworkPartition}. On a class it holds for each of its tests.
 * Repeatable.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(DuplicateRequest.List.class)
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface DuplicateRequest {

    /** Kafka's name of the request, for example {@code Produce}. */
    String api();

    /** Who is asked. */
    String to() default "brokers";

    /** Who asks. */
    String from() default "clients";

    /** Only requests that name this topic; empty: any. */
    String topic() default "";

    /** Only requests with this {@code client.id}; empty: any. */
    String clientId() default "";

    /** How many of these requests pass before the first is touched. */
    int skip() default 0;

    /** How many are touched at most, whoever is asked; 0: all. */
    int times() default 1;

    /** When; several come one after the other. Default: as the test body begins. */
    When[] when() default {};

    /** What ends it, watched from when it fired; several come one after the other. */
    When[] until() default {};

    /** End it after this time, for example {@code 2s}; empty: when the test is over. */
    String healAfter() default "";

    /** What the report and other faults call it; empty: a name made of its attributes. */
    String name() default "";

    /** Several of them. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @interface List {
        /** The annotations. */
        DuplicateRequest[] value();
    }
}
