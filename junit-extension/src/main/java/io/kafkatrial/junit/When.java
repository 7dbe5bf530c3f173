/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Say when a fault fires, or what ends it: by an event of the cluster or of the application, counted from the beginning
 * of the test body (an end: from when the fault fired), or by time. Name one moment, or several with {@link #any} or
 * {@link #all}.
 */
@Target({})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface When {

    /** When this many records are acknowledged; of {@link #topic} if given, else of any topic. */
    long acks() default 0;

    /** After this time, for example {@code 2s}. Weak: what has happened by then differs from run to run. */
    String after() default "";

    /** When the {@link #nth} request of this name arrives, for example {@code EndTxn}, whatever becomes of it. */
    String request() default "";

    /** Who is asked, of {@link #request}. */
    String to() default "brokers";

    /** Who asks, of {@link #request}. */
    String from() default "clients";

    /** The {@code client.id} of who asks, of {@link #request}; empty: any. */
    String clientId() default "";

    /** The topic whose {@link #acks} count, or that {@link #request} names; empty: any. */
    String topic() default "";

    /** Which one, from 1, of {@link #request}, {@link #point} and {@link #method}. */
    int nth() default 1;

    /** When the in-sync set of this partition, for example {@code orders-0}, has {@link #isrSize} members. */
    String isrOf() default "";

    /** The size of the in-sync set of {@link #isrOf} to wait for. */
    int isrSize() default 0;

    /** When another replica leads this partition. */
    String leaderElected() default "";

    /** When {@link #group} has committed this many offsets, over all partitions. */
    long commits() default 0;

    /** When {@link #group} has committed {@link #offset} of this partition, or a later one. */
    String committed() default "";

    /** The offset of {@link #committed}. */
    long offset() default 0;

    /** When {@link #group} comes into this state, for example {@code Stable}. */
    String groupState() default "";

    /** When members of {@link #group} were handed this many records. */
    long delivered() default 0;

    /** The consumer group of {@link #commits}, {@link #committed}, {@link #groupState} and {@link #delivered}. */
    String group() default "";

    /** When the application has reported the effects of this many records as done; by {@link #by} if given. */
    long handled() default 0;

    /** Whose reports {@link #handled} counts; empty: anybody's. */
    String by() default "";

    /** When the transaction of this transactional.id comes into {@link #transactionState}. */
    String transaction() default "";

    /** The state of {@link #transaction}, for example {@code PrepareCommit}. */
    String transactionState() default "";

    /** When the code of {@link #in} has come to this point {@link #nth} times; see {@link BrokerCodeFault#at}. */
    String point() default "";

    /** Whose code, of {@link #point}. */
    String in() default "brokers";

    /** When the application's code has come to this method {@link #nth} times: {@code CLASS#METHOD}. Needs the agent. */
    String method() default "";

    /** When the fault of this name has fired. */
    String fired() default "";

    /** When the fault of this name has ended. */
    String healed() default "";

    /** Whether the first of several moments is enough. */
    boolean any() default false;

    /** Whether all of several moments must have come, in whatever order. */
    boolean all() default false;
}
