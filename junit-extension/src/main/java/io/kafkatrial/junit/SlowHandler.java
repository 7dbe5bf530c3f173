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
 * Let whoever handles the records of consumers take longer: between one record and the next, or before the next poll.
 *
 * <p>On a class it holds for each of its tests. Repeatable.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(SlowHandler.List.class)
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface SlowHandler {

    /** How much longer, for example {@code 10s}; more than max.poll.interval.ms costs the partitions. */
    String by();

    /** Whom: {@code clients}, {@code client:ID}, {@code member:GROUP}, {@code member:GROUP/1} or {@code producer:ID}. */
    String who() default "clients";

    /** Which record, from 1, counted over the consumers meant; 0 is every record. */
    int nth() default 0;

    /** Whether it is the poll that comes late, instead of a record; {@link #nth} then counts polls. */
    boolean poll() default false;

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
        SlowHandler[] value();
    }
}
