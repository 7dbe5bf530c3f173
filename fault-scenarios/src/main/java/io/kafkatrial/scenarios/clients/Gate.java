/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.clients;

import org.apache.kafka.common.errors.InterruptException;

/**
 * What all threads of one client pass: open, shut as long as the client is paused, or dead for good. Safe for use by
 * several threads.
 */
final class Gate {

    private enum State {
        OPEN,
        SHUT,
        DEAD
    }

    private volatile State state = State.OPEN;
    private int shuts;
    private long stopped;

    /**
     * Pass, or wait until the gate is no longer shut.
     *
     * @return whether the client lives
     * @throws InterruptException if the thread is interrupted while it waits; Kafka's own, for Kafka's threads
     */
    boolean pass() {
        State now = state;
        if (now != State.SHUT) {
            return now == State.OPEN;
        }
        return await();
    }

    private synchronized boolean await() {
        stopped++;
        while (state == State.SHUT) {
            try {
                wait();
            } catch (InterruptedException interrupted) {
                throw new InterruptException(interrupted);
            }
        }
        return state == State.OPEN;
    }

    /** Shut it; it opens when it has been opened as often as it was shut. */
    synchronized void shut() {
        shuts++;
        if (state == State.OPEN) {
            state = State.SHUT;
        }
    }

    synchronized void open() {
        shuts = Math.max(0, shuts - 1);
        if (shuts == 0 && state == State.SHUT) {
            state = State.OPEN;
            notifyAll();
        }
    }

    /** Nobody passes any more, and nobody waits. */
    synchronized void die() {
        state = State.DEAD;
        notifyAll();
    }

    boolean isDead() {
        return state == State.DEAD;
    }

    boolean isShut() {
        return state == State.SHUT;
    }

    /** How many times a thread had to wait here. */
    synchronized long stopped() {
        return stopped;
    }
}
