/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.embedded.raft.RaftDisk;
import org.apache.kafka.server.common.ApiMessageAndVersion;
import org.jspecify.annotations.Nullable;

/**
 * A controller's place in the quorum: what stays when its process dies. Changed under its own lock; the
 * node and the state may be read by any thread.
 */
final class ControllerSeat {

    private final int id;
    private final RaftDisk<ApiMessageAndVersion> disk = new RaftDisk<>();
    private volatile @Nullable ControllerNode node;
    private volatile NodeState state = NodeState.STOPPED;

    ControllerSeat(int id) {
        this.id = id;
    }

    int id() {
        return id;
    }

    RaftDisk<ApiMessageAndVersion> disk() {
        return disk;
    }

    @Nullable
    ControllerNode node() {
        return node;
    }

    NodeState state() {
        return state;
    }

    void take(ControllerNode started) {
        node = started;
        state = NodeState.RUNNING;
    }

    void state(NodeState next) {
        state = next;
    }

    void leave(NodeState how) {
        node = null;
        state = how;
    }
}
