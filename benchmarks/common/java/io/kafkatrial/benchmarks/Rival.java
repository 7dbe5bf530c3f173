/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

/** A three-broker cluster of some make, not started yet. */
interface Rival {

    /** Start it and return its bootstrap servers. */
    String start() throws Exception;

    /** Stop it. */
    void stop() throws Exception;

    /** Crash the leader of the only partition of a topic as kill -9 would; return what brings it back. */
    default AutoCloseable crashLeaderOf(String topic) {
        throw new UnsupportedOperationException("this one has no crash of a leader of " + topic);
    }
}
