/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.LinkCount;
import io.kafkatrial.fault.Injection;
import io.kafkatrial.fault.Split;
import java.time.Duration;

/**
 * The links of a {@link Cluster}. Links are directed: cutting one direction leaves the other alone.
 *
 * <p>The forms with strings take the text form of {@link io.kafkatrial.fault.Target} for each side, for
 * example {@code cut("leader:orders-0", "followers:orders-0")}, resolved when called; they act on every
 * pair of the two sides. {@link Cluster#heal} mends everything.
 */
public interface Network {

    /** Let nothing pass from one end to the other. */
    void cut(Endpoint from, Endpoint to);

    /** Let nothing pass from one side to the other. */
    void cut(String from, String to);

    /** Deliver late, in order: latency plus 0 to jitter. */
    void delay(Endpoint from, Endpoint to, Duration latency, Duration jitter);

    /** Deliver late, in order: latency plus 0 to jitter. */
    void delay(String from, String to, Duration latency, Duration jitter);

    /** Let no more than so many bytes a second pass, in order. */
    void throttle(Endpoint from, Endpoint to, long bytesPerSecond);

    /** Let no more than so many bytes a second pass on each link, in order. */
    void throttle(String from, String to, long bytesPerSecond);

    /** Reset every connection from one end to the other, once. */
    void reset(Endpoint from, Endpoint to);

    /** Reset every connection from one side to the other, once. */
    void reset(String from, String to);

    /** Let the network fall apart; only {@link Cluster#heal} or the end of what is returned makes it whole again. */
    Injection split(Split split);

    /** Undo what was done by hand to this direction. */
    void mend(Endpoint from, Endpoint to);

    /** Undo what was done by hand to this direction. */
    void mend(String from, String to);

    /** What a directed link has done to its traffic so far. */
    LinkCount count(Endpoint from, Endpoint to);
}
