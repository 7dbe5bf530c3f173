/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.fault.Split;
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
 * Let the network fall apart into sides that do not reach each other.
 *
 * <p>On a class it holds for each of its tests. Repeatable.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(NetworkSplit.List.class)
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface NetworkSplit {

    /** Who still reaches whom. */
    Split.Shape shape();

    /** Who is alone, in the smaller half, or the bridge; empty: any running broker, drawn from the seed. */
    String around() default "";

    /** Whether controllers fall apart with the brokers; else everybody reaches them. */
    boolean controllers() default false;

    /** Whether clients stay with the larger side; else they reach every broker. */
    boolean clients() default false;

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
        NetworkSplit[] value();
    }
}
