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
 * Do what administrators do, and applications have to live with. Give exactly one of the first fourteen; some need a second attribute.
 *
 * <p>On a class it holds for each of its tests. Repeatable.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Administer.List.class)
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface Administer {

    /** Let another replica lead this partition: broker {@link #to}, else the in-sync follower with the lowest id. */
    String moveLeader() default "";

    /** Let the preferred replica of this partition lead. */
    String electPreferred() default "";

    /** Move this partition to the brokers {@link #to}. */
    String reassign() default "";

    /** Raise this topic to {@link #total} partitions. */
    String addPartitions() default "";

    /** Create this topic, with {@link #total} partitions or as many as the cluster makes. */
    String createTopic() default "";

    /** Delete this topic. */
    String deleteTopic() default "";

    /** Delete this topic and create it again, empty. */
    String recreateTopic() default "";

    /** Delete the records of this partition, those before {@link #before} or all there are. */
    String deleteRecords() default "";

    /** Change {@link #config} of this topic. */
    String topicConfig() default "";

    /** Change {@link #config} of this broker, by its id, or of {@code all}. */
    String brokerConfig() default "";

    /** Forget what this group has committed for {@link #topic}. */
    String deleteOffsets() default "";

    /** Throw every member out of this group. */
    String removeMembers() default "";

    /** Limit this client.id: {@link #config} is the quota, for example {@code producer_byte_rate=1000}. */
    String quota() default "";

    /** Abort the open transaction of this id. */
    String abortTransaction() default "";

    /** The brokers of {@link #moveLeader} and {@link #reassign}. */
    int[] to() default {};

    /** The partitions of {@link #addPartitions} and {@link #createTopic}. */
    int total() default 0;

    /** The first offset {@link #deleteRecords} leaves; -1: all are deleted. */
    long before() default -1;

    /** As {@code key=value}; {@code key} alone goes back to the default. */
    String config() default "";

    /** The topic of {@link #deleteOffsets}. */
    String topic() default "";

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
        Administer[] value();
    }
}
