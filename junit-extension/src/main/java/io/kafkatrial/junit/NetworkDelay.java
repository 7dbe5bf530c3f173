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
 * Deliver everything from one side of the network to the other late and in order. Sides are written as in
 * {@link NetworkPartition}. On a class it holds for each of its tests. Repeatable.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(NetworkDelay.List.class)
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface NetworkDelay {

    /** The sending side. */
    String from();

    /** The receiving side. */
    String to();

    /** How late, for example {@code 50ms}. */
    String latency();

    /** Up to this much later still, drawn from the seed for every message. */
    String jitter() default "0ms";

    /** Whether the way back is slow too. */
    boolean bothWays() default false;

    /** When; several come one after the other. Default: as the test body begins. */
    When[] when() default {};

    /** What ends it, watched from when it fired; several come one after the other. */
    When[] until() default {};

    /** Mend it after this time, for example {@code 2s}; empty: when the test is over. */
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
        NetworkDelay[] value();
    }
}
