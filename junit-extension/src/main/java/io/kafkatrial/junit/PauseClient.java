/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.fault.ClientPoint;
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
 * Let clients of the application stand still with all their threads, heartbeats too, as SIGSTOP or a long garbage
 * collection does; then they go on where they were, as zombies if it took long enough. Give {@link #healAfter} if the
 * test itself calls them: it waits too.
 *
 * <p>On a class it holds for each of its tests. Repeatable.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(PauseClient.List.class)
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface PauseClient {

    /** Whom: {@code clients}, {@code client:ID}, {@code member:GROUP}, {@code member:GROUP/1} or {@code producer:ID}. */
    String who() default "clients";

    /** Where in its work it is met, on its own thread; anywhere is at once. */
    ClientPoint at() default ClientPoint.ANYWHERE;

    /** Which time it comes there, from 1; 0 is every time. */
    int nth() default 0;

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
        PauseClient[] value();
    }
}
