/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.raft.LeaderAndEpoch;

/**
 * The controller a broker takes for the active one, and how it looks for another: whom it hears of in a
 * newer epoch, else the others in turn. Confined to the broker's loop.
 */
final class KnownController {

    private final List<Integer> controllers;
    private final List<Runnable> onChange = new ArrayList<>();
    private int current;
    private int epoch;
    private int turn;

    KnownController(List<Integer> controllers) {
        this.controllers = controllers;
        this.current = controllers.get(0);
    }

    int current() {
        return current;
    }

    /** Somebody told who leads. */
    void learn(LeaderAndEpoch leader) {
        boolean news = leader.epoch() > epoch
                || (leader.epoch() == epoch && leader.leaderId().isPresent());
        if (news && leader.leaderId().isPresent()) {
            epoch = leader.epoch();
            become(leader.leaderId().getAsInt());
        }
    }

    /** The one asked was not there or did not know who leads: try another, unless that was done already. */
    void failed(int controller) {
        if (controller == current) {
            become(next());
        }
    }

    /** Whom to ask who leads: every one in turn. */
    int next() {
        turn = (turn + 1) % controllers.size();
        if (controllers.get(turn) == current && controllers.size() > 1) {
            turn = (turn + 1) % controllers.size();
        }
        return controllers.get(turn);
    }

    /** Whether there is more than one. */
    boolean hasOthers() {
        return controllers.size() > 1;
    }

    private void become(int controller) {
        if (controller != current) {
            current = controller;
            List.copyOf(onChange).forEach(Runnable::run);
        }
    }

    /** Run {@code task} whenever another is taken for the active one. */
    void onChange(Runnable task) {
        onChange.add(task);
    }

    void forget(Runnable task) {
        onChange.remove(task);
    }
}
