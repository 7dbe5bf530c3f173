/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.raft;

import java.util.ArrayList;
import java.util.List;

/** One step of a voter: when it is, and what came of it so far. */
final class Turn<R> {

    private final Now now;
    private final List<RaftOutput<R>> outputs = new ArrayList<>();

    Turn(Now now) {
        this.now = now;
    }

    /** Milliseconds of the voter's clock. */
    long ms() {
        return now.ms();
    }

    Now now() {
        return now;
    }

    void put(RaftOutput<R> output) {
        outputs.add(output);
    }

    List<RaftOutput<R>> outputs() {
        return outputs;
    }
}
