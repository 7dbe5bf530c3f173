/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.fault.ApplicationRule;
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
 * Let something happen at a point of the application's own code, in this JVM. Needs the agent: the goal
 * {@code kafka-trial:prepare-agent} of the Maven plugin, or {@code -javaagent} by hand. What there is not, a class, a
 * method, a line, is complained of before the test.
 *
 * <p>A rule is in the code of the whole JVM: tests of the harness do not run beside it, if tests run in parallel. On a
 * class it holds for each of its tests. Repeatable.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Inject.List.class)
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface Inject {

    /** What tests with rules in the code of this JVM lock; tests on a cluster lock it to read. */
    String CODE = "io.kafkatrial.code";

    /** The class: its full name, or its simple name if no other has it. */
    String className();

    /** The method: its name, which is all of that name; or with types, for example {@code book(String)}. */
    String method();

    /** Where in it. */
    ApplicationRule.At at() default ApplicationRule.At.ENTRY;

    /** The line, for {@code at = LINE}. */
    int line() default 0;

    /** The method called, the field, the class made or thrown, for {@code at = INVOKE} and its like; empty: any. */
    String detail() default "";

    /** What happens there. */
    InjectAction action();

    /** The full name of the exception, for {@code action = THROW}; the method must be able to throw it. */
    String exception() default "java.lang.IllegalStateException";

    /** The message of the exception. */
    String message() default "injected";

    /** How long, for {@code action = DELAY}, for example {@code 200ms}. */
    String delay() default "";

    /** What, for {@code action = RETURN}: an expression such as {@code 0}, {@code null} or {@code "text"}. */
    String value() default "";

    /** Which passage of the point, from 1; 0 is every one. */
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
        Inject[] value();
    }
}
