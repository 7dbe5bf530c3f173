/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import io.kafkatrial.engine.embedded.loop.Loop;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Gives out the locks of one share partition and rings when their time is up. Confined to the loop. */
final class Locks {

    /** Told that the lock on these records has expired. */
    @FunctionalInterface
    interface Expiry {
        void expired(long first, long last);
    }

    private final Loop loop;
    private final IntSupplier durationMs;
    private final Expiry expiry;

    /**
     * @param durationMs how long a lock is good for, asked each time: the group's setting may change
     */
    Locks(Loop loop, IntSupplier durationMs, Expiry expiry) {
        this.loop = loop;
        this.durationMs = durationMs;
        this.expiry = expiry;
    }

    /** Lock records for as long as the group's setting says. */
    Lock take(long first, long last) {
        return take(first, last, durationMs.getAsInt());
    }

    /** Lock one record of a batch until the lock of the whole batch would have ended. */
    Lock takeOver(Lock whole, long offset) {
        return take(offset, offset, whole.untilMs() - loop.clock().millis());
    }

    private Lock take(long first, long last, long forMs) {
        Ring ring = new Ring(first, last);
        long delayMs = Math.max(0, forMs);
        Lock lock = new Lock(loop.schedule(delayMs, ring), loop.clock().millis() + delayMs);
        ring.lock = lock;
        return lock;
    }

    private final class Ring implements Runnable {
        private final long first;
        private final long last;
        private @Nullable Lock lock;

        Ring(long first, long last) {
            this.first = first;
            this.last = last;
        }

        @Override
        public void run() {
            if (lock != null) {
                lock.expire();
            }
            expiry.expired(first, last);
        }
    }
}
