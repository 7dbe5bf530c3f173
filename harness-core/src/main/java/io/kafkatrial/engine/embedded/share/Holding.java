/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import org.apache.kafka.server.share.fetch.RecordState;
import org.jspecify.annotations.Nullable;

/**
 * Who has a record, or a batch of them, and how often it was delivered. A change by an acknowledgement
 * counts at once but can be taken back until it is written: {@link #begin} and {@link #end}. Follows
 * Kafka's {@code InFlightState}. Confined to the broker's loop.
 */
final class Holding {

    /** The member of a record nobody has. */
    static final String NOBODY = "";

    private RecordState state;
    private int deliveries;
    private String member;
    private @Nullable Lock lock;
    private @Nullable Before before;
    private boolean archived;

    private record Before(RecordState state, int deliveries, String member, int limit) {}

    Holding(RecordState state, int deliveries, String member, @Nullable Lock lock) {
        this.state = state;
        this.deliveries = deliveries;
        this.member = member;
        this.lock = lock;
    }

    RecordState state() {
        return state;
    }

    int deliveries() {
        return deliveries;
    }

    String member() {
        return member;
    }

    @Nullable
    Lock lock() {
        return lock;
    }

    void lock(Lock next) {
        unlock();
        lock = next;
    }

    void unlock() {
        if (lock != null) {
            lock.cancel();
            lock = null;
        }
    }

    /** Whether a change waits for being written. */
    boolean changing() {
        return before != null;
    }

    /** Whether somebody may have it now. */
    boolean free() {
        return state == RecordState.AVAILABLE && !changing();
    }

    boolean done() {
        return isDone(state);
    }

    static boolean isDone(RecordState state) {
        return state == RecordState.ACKNOWLEDGED || state == RecordState.ARCHIVED;
    }

    /** Give it to a member: one more delivery. */
    void acquire(String byMember, Lock byLock) {
        state = RecordState.ACQUIRED;
        deliveries++;
        member = byMember;
        lock(byLock);
    }

    /**
     * Take it from its member for good, without a way back.
     *
     * @param limit so many deliveries, and it is archived instead of made available
     * @return whether it could change
     */
    boolean take(RecordState to, int limit) {
        RecordState next = to == RecordState.AVAILABLE && deliveries >= limit ? RecordState.ARCHIVED : to;
        if (changing() || state != RecordState.ACQUIRED) {
            return false;
        }
        state = next;
        member = NOBODY;
        return true;
    }

    /** The same, with a way back until {@link #end}. */
    boolean begin(RecordState to, int limit) {
        Before now = new Before(state, deliveries, member, limit);
        if (!take(to, limit)) {
            return false;
        }
        before = now;
        return true;
    }

    /** The change is written, or could not be: then its member has it again, unless its time was up. */
    void end(boolean written) {
        Before then = before;
        before = null;
        if (written || archived || then == null) {
            unlock();
        } else if (lock != null && lock.expired()) {
            state = then.deliveries >= then.limit ? RecordState.ARCHIVED : RecordState.AVAILABLE;
            member = NOBODY;
            unlock();
        } else {
            state = then.state;
            member = then.member;
        }
    }

    /** Never deliver it again, whoever has it. */
    void archive() {
        archived = true;
        state = RecordState.ARCHIVED;
        member = NOBODY;
        unlock();
    }

    @Override
    public String toString() {
        return state + "(" + deliveries + ", " + member + ")";
    }
}
