/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import java.util.List;

/** The controller a broker takes for the active one: the next in turn when it was not. Confined to the broker's loop. */
final class Rotation {

    private final List<Integer> controllers;
    private int index;

    Rotation(List<Integer> controllers) {
        this.controllers = controllers;
    }

    int current() {
        return controllers.get(index);
    }

    void next() {
        index = (index + 1) % controllers.size();
    }
}
