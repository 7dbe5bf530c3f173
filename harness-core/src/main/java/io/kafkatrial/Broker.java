/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import io.kafkatrial.engine.NodeState;
import java.time.Duration;

/** A handle on one broker of a {@link Cluster}. Safe for use by several threads; two handles of one id are equal. */
public interface Broker {

    /** Kafka's node id: 1, 2, … */
    int id();

    /** The port it listens on, also while it is down. */
    int port();

    /** What the harness knows of its process. */
    NodeState state();

    /** Kill it as SIGKILL does: no goodbye, sockets reset. */
    void crash();

    /** Start it again on the same port and disk. Returns when it serves. */
    void restart();

    /** Stop it in good order. Returns when it has left. */
    void stop();

    /** Freeze it as SIGSTOP does. */
    void pause();

    /** Let it run on after {@link #pause}. */
    void resume();

    /** Kill it and lose a part of what was not forced to its disk, drawn from the cluster's seed. */
    void losePower();

    /** Kill it if it runs, and let it come back with an empty disk. */
    void wipeDisk();

    /** Let every write to its disk fail; it halts at the next. */
    void fillDisk();

    /** Let every read and write of its disk fail; it halts, and does not start before {@link #healDisk}. */
    void failDisk();

    /** Let every append to its disk take that long. */
    void slowDisk(Duration latency);

    /** Make its disk well again, whatever it suffers from. A broker that halted is not started by this. */
    void healDisk();

    /** Let its wall clock go wrong by that much, from now on; zero puts it right. */
    void skewClock(Duration by);
}
