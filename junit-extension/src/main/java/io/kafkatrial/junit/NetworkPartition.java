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
 * Let nothing pass between two sides of the network.
 *
 * <p>Sides are {@code broker:2}, {@code leader:orders-0}, {@code follower:orders-0},
 * {@code followers:orders-0}, {@code coordinator:GROUP}, {@code controller}, {@code controllers},
 * {@code brokers}, {@code clients} or {@code any}. Roles are resolved when the fault fires. On a class it
 * holds for each of its tests. Repeatable.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(NetworkPartition.List.class)
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface NetworkPartition {

    /** One side. */
    String from();

    /** The other side. */
    String to();

    /** Whether the way back is cut too. */
    boolean bothWays() default true;

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
        NetworkPartition[] value();
    }
}
