/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.embedded.api.BrokerConfig;
import io.kafkatrial.engine.embedded.log.Disk;
import io.kafkatrial.engine.net.HeldPort;
import org.jspecify.annotations.Nullable;

/**
 * A broker's place in the cluster: what stays when its process dies. The process in it is changed by
 * {@link EmbeddedCluster} under this object's lock; {@link #node()} may be read by any thread.
 */
final class Seat {

    private final int id;
    private final HeldPort port;
    private Disk disk;
    private final BrokerConfig config;
    private volatile @Nullable Node node;
    private long cleanShutdownEpoch = -1;
    private volatile boolean leaving;
    private long powerLosses;
    private volatile NodeState state = NodeState.STOPPED;

    Seat(int id, HeldPort port, Disk disk, BrokerConfig config) {
        this.id = id;
        this.port = port;
        this.disk = disk;
        this.config = config;
    }

    int id() {
        return id;
    }

    HeldPort port() {
        return port;
    }

    Disk disk() {
        return disk;
    }

    /** Put in a new disk; the process must be gone. */
    void replaceDisk(Disk empty) {
        disk = empty;
        cleanShutdownEpoch = -1;
    }

    /** The how-many-eth power loss this is. */
    long nextPowerLoss() {
        return ++powerLosses;
    }

    BrokerConfig config() {
        return config;
    }

    @Nullable
    Node node() {
        return node;
    }

    NodeState state() {
        return state;
    }

    /** The broker epoch at a clean shutdown, once; -1 if the last process did not leave in good order. */
    long takeCleanShutdownEpoch() {
        long epoch = cleanShutdownEpoch;
        cleanShutdownEpoch = -1;
        return epoch;
    }

    void leftInGoodOrder(long brokerEpoch) {
        cleanShutdownEpoch = brokerEpoch;
    }

    /** Whether the process is on its way out in good order. */
    boolean isLeaving() {
        return leaving;
    }

    void startLeaving() {
        leaving = true;
    }

    void take(Node started) {
        leaving = false;
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
