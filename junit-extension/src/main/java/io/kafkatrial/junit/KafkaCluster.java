/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Give the tests of a class a Kafka cluster. The cluster belongs to the class: it starts before the first
 * test and stops after the last one; every test, with its {@code @BeforeEach} methods, sees the same
 * cluster, healthy, with its topics and what earlier tests left in them. A {@code @Nested} class uses the
 * cluster of its outer class unless it declares its own; the nearest declaration counts.
 *
 * <pre>
 * &#64;KafkaCluster(brokers = 3)
 * &#64;Topic(name = "orders", partitions = 3)
 * class OrdersTest {
 *     &#64;Test
 *     &#64;CrashBroker(leaderOf = "orders-0", when = &#64;When(acks = 500), restartAfter = "1s")
 *     &#64;Delivers(EXACTLY_ONCE)
 *     void everyOrderSurvives(Producer&lt;String, String&gt; producer, Effects effects) { … }
 * }
 * </pre>
 *
 * <p><b>Scope of clients.</b> Injected into a test method, a {@code @BeforeEach} method or an instance
 * field, a client belongs to that test: it is recorded, and closed after the test body. Injected into a
 * {@code @BeforeAll} method or a static field it belongs to the class and is not recorded: verdicts
 * treat what it sends as foreign.
 *
 * <p><b>What happens around a test</b> that has faults or {@link Delivers}: the faults are armed, the body
 * runs, open sends get 10 seconds to end, everything is healed, clients are closed, and for
 * {@code @Delivers} all topics are read to their ends and the verdict is given. Healing happens also if
 * the body throws. A fault that never bit fails the test.
 *
 * <p>Works with plain {@code @Test}, on base classes, and as a meta-annotation. Tests of one class run one
 * after another even under parallel execution, classes run in parallel.
 *
 * <p>With {@code -Dtrial.bootstrap.servers=…} (set by the Maven plugin) no cluster is started: clients
 * connect there, declared topics are created there, and tests with faults are skipped.
 */
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(KafkaTrialExtension.class)
@ResourceLock(providers = OneTestPerCluster.class)
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface KafkaCluster {

    /** Number of brokers, 1 to 9; their ids are 1, 2, … */
    int brokers() default 3;

    /** Number of controllers, 1 to 9; 3 or 5 to try what happens when the active one fails. */
    int controllers() default 1;

    /** Whether controllers share the processes of the first brokers, and die with them. */
    boolean combined() default false;

    /** Broker configuration, each {@code key=value} by Kafka's names. */
    String[] config() default {};

    /** The newest version of an API the brokers serve, each {@code Produce=7}; -1 for none of it. */
    String[] maxVersions() default {};

    /** The seed of everything drawn at random; 0 takes {@code -Dtrial.seed} or a fresh one. */
    long seed() default 0;

    /** The engine by name; empty takes {@code -Dtrial.engine}, TRIAL_ENGINE or {@code embedded}. */
    String engine() default "";

    /**
     * The version of Apache Kafka, for engines {@code apache} and {@code container}; empty takes {@code -Dtrial.kafka.version},
     * TRIAL_KAFKA_VERSION or the newest complete one.
     */
    String version() default "";

    /**
     * The image that engine {@code container} runs; the other engines run what they run. Empty takes
     * {@code -Dtrial.container.image}, TRIAL_CONTAINER_IMAGE or Apache's of the version.
     */
    String image() default "";
}
