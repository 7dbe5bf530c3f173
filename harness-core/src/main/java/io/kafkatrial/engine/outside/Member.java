/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.outside;

import io.kafkatrial.engine.NodeState;

/** A node of a cluster whose nodes are processes of their own. Its state may be read by any thread. */
public interface Member {

    /** Kafka's node id. */
    int id();

    /** Whether clients are served here. */
    boolean isBroker();

    /** Whether it votes in the quorum; it may be a broker, too. */
    boolean isController();

    /** What its process is at now. */
    NodeState state();
}
