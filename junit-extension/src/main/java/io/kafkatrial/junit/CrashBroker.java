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
 * Kill a broker without a goodbye, as SIGKILL does. Name whom by exactly one of the targets; roles are
 * resolved when the fault fires. On a class it holds for each of its tests. Repeatable.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(CrashBroker.List.class)
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface CrashBroker {

    /** The broker that leads this partition, for example {@code orders-0}. */
    String leaderOf() default "";

    /** The in-sync follower of this partition with the lowest id. */
    String followerOf() default "";

    /** Every replica of this partition that does not lead. */
    String followersOf() default "";

    /** The broker that coordinates this consumer group. */
    String coordinatorOf() default "";

    /** The broker with this id. */
    int broker() default 0;

    /** Anybody else, for example {@code txn-coordinator:payments}, {@code brokers} or {@code controller}. */
    String on() default "";

    /** Any running broker, drawn from the seed. */
    boolean any() default false;

    /** When; several come one after the other. Default: as the test body begins. */
    When[] when() default {};

    /** What ends it, watched from when it fired; several come one after the other. */
    When[] until() default {};

    /** Start it again after this time, for example {@code 1s}; empty: when the test is over. */
    String restartAfter() default "";

    /** What the report and other faults call it; empty: a name made of its attributes. */
    String name() default "";

    /** Several of them. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @interface List {
        /** The annotations. */
        CrashBroker[] value();
    }
}
