/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Say when a fault fires: by an event of the cluster, counted from the beginning of the test body, or by
 * time. Name one moment only; without any the fault fires as the test body begins.
 */
@Target({})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface When {

    /** When this many records are acknowledged; of {@link #topic} if given, else of any topic. */
    long acks() default 0;

    /** The topic whose {@link #acks} count. */
    String topic() default "";

    /** After this time, for example {@code 2s}. Weak: what has happened by then differs from run to run. */
    String after() default "";

    /** When the in-sync set of this partition, for example {@code orders-0}, has {@link #isrSize} members. */
    String isrOf() default "";

    /** The size of the in-sync set of {@link #isrOf} to wait for. */
    int isrSize() default 0;

    /** When {@link #group} has committed this many offsets, over all partitions. */
    long commits() default 0;

    /** The consumer group whose {@link #commits} count. */
    String group() default "";
}
