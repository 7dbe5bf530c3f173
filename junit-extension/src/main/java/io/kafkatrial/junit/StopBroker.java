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
 * Stop brokers, or controllers, in good order: leaderships are moved first.
 *
 * <p>On a class it holds for each of its tests. Repeatable.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(StopBroker.List.class)
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface StopBroker {

    /** Whom, for example {@code leader:orders-0}, {@code broker:1}, {@code brokers} or {@code controller}. */
    String on();

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
        StopBroker[] value();
    }
}
