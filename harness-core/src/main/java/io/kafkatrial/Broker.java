/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import io.kafkatrial.engine.NodeState;

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
}
