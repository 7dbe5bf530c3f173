/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

/** Told when a group is in another state or generation. */
@FunctionalInterface
public interface GroupStateListener {

    /**
     * A group has changed. Called on the broker's loop.
     *
     * @param state Kafka's name of it
     * @param generation of a classic group; the epoch of any other
     */
    void changed(String group, String state, int generation);
}
