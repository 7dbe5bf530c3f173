/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.scenarios.Side;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Run scenarios, those of the library or one's own: each half of each is a test, which fails if it does not end as it
 * declares. Takes the place of {@code @Test}.
 *
 * <pre>
 * &#64;Scenario("leader-crash")
 * void leaderCrash() {}                          // leader-crash, dangerous; leader-crash, guarded
 *
 * &#64;Scenario(value = "leader-*", application = Shop.class)
 * void shop(ScenarioResult result) { … }         // your application under their faults
 * </pre>
 *
 * <p>The method is called when a half has ended as declared; it may take the {@link
 * io.kafkatrial.scenarios.ScenarioResult}, and look at more. On a class that implements {@link ScenarioTests} no method is
 * needed.
 *
 * <p>Each half has a cluster of its own, whatever cluster its class has. Its report is where those of other tests are, and
 * is attached to a test that fails. A half that needs a lever which the engine lacks is skipped, with the reason.
 *
 * <p>Neither names, tags nor own scenarios given means the whole library; own scenarios and nothing else means only those.
 * {@code -Dtrial.engine} and {@code -Dtrial.seed} go over what is said here.
 */
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@TestTemplate
@ExtendWith(ScenarioRuns.class)
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface Scenario {

    /** Scenarios by name; {@code *} stands for any letters, {@code ?} for one. */
    String[] value() default {};

    /** Names or patterns of those to leave out. */
    String[] without() default {};

    /** Only scenarios with one of these tags; a chapter's name is a tag. */
    String[] tags() default {};

    /**
     * Scenarios of one's own in YAML: files, or directories of them, beside the test class, else seen from the directory the
     * test runs in.
     */
    String[] files() default {};

    /** Scenarios of one's own in Java, with a constructor without parameters. */
    Class<? extends io.kafkatrial.scenarios.Scenario>[] classes() default {};

    /** Which halves, of those that a scenario has. */
    Side[] halves() default {Side.DANGEROUS, Side.GUARDED};

    /**
     * An application of one's own in the place of the workloads, where there is a place for it: an {@link
     * io.kafkatrial.scenarios.app.Application}, or a class with a {@code main}. It has to fulfil the claims of the guarded
     * halves; there are no dangerous ones then.
     */
    Class<?> application() default void.class;

    /** How the application comes to its end: {@code exit}, by itself; {@code told}; or a time, as {@code 5s}. */
    String ends() default "exit";

    /** The engine by name; empty takes {@code -Dtrial.engine}, TRIAL_ENGINE or {@code embedded}. */
    String engine() default "";

    /** The seed of the first run of each half; 0 takes a fresh one each time. */
    long seed() default 0;

    /** How many times each half runs, with seeds that follow the first; once with {@code -Dtrial.seed}. */
    int runs() default 1;

    /** How long a single run may take, for example {@code 90s}. */
    String timeout() default "3m";
}
