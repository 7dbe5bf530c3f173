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
 * Let something happen at a point of a broker's own code: between the append of a record and its answer, say, or when
 * the end of a transaction is decided but not yet written. Give exactly one of {@link #crash}, {@link #delay} and
 * {@link #fail}. Only real brokers have such points: on engine {@code embedded} the test is skipped. On a class it
 * holds for each of its tests. Repeatable.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(BrokerCodeFault.List.class)
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface BrokerCodeFault {

    /** Whose code, for example {@code leader:orders-0}, {@code broker:1}, {@code brokers} or {@code controller}. */
    String on();

    /**
     * The point: a named one such as {@code after-append}, or {@code class#method}, where the method begins,
     * {@code class#method@exit}, where it returns, or {@code class#method:line}.
     */
    String at();

    /** Whether the process ends there, as by SIGKILL; it starts again when the fault is healed. */
    boolean crash() default false;

    /** How long every thread waits there, for example {@code 200ms}. */
    String delay() default "";

    /** The full name of the exception the method throws. */
    String fail() default "";

    /** How many times the point is passed first. */
    int skip() default 0;

    /** How many times the fault acts at most; 0 is no limit. */
    int times() default 0;

    /** When; several come one after the other. Default: as the test body begins. */
    When[] when() default {};

    /** What ends it, watched from when it fired; several come one after the other. */
    When[] until() default {};

    /** Heal it after this time, for example {@code 2s}; empty: when the test is over. */
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
        BrokerCodeFault[] value();
    }
}
