/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.net;

import io.kafkatrial.engine.link.Gate;
import io.kafkatrial.engine.link.Link;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One direction of one connection: what is under way, in order. It obeys a {@link Link}: what meets a
 * cut or a delay waits here, as in the buffers of TCP, and nothing overtakes.
 *
 * <p>Confined to the event loop of its connection.
 *
 * @param <T> what travels: a request, a response, a run of bytes
 */
public final class Way<T> {

    private record Item<T>(T what, long dueNanos, @Nullable Gate gate) {}

    private final Link link;
    private final LongSupplier nanos;
    private final ArrayDeque<Item<T>> items = new ArrayDeque<>();
    private long lastDueNanos;
    private boolean wakePending;

    /**
     * @param link obeyed by everything that sets out here
     * @param nanos elapsed time in nanoseconds from an arbitrary origin
     */
    public Way(Link link, LongSupplier nanos) {
        this.link = link;
        this.nanos = nanos;
    }

    /** How many items are under way. */
    public int size() {
        return items.size();
    }

    /** Forget what is under way. */
    public void clear() {
        items.clear();
    }

    /** Let something set out. */
    public void add(T what) {
        add(what, null);
    }

    /** Let something set out that waits at a gate, and all behind it; null is no gate. */
    public void add(T what, @Nullable Gate gate) {
        if (link.isOpen() && items.isEmpty()) {
            link.countPassed();
            items.add(new Item<>(what, 0, gate));
            return;
        }
        long dueNanos = nanos.getAsLong();
        if (link.isCut()) {
            link.countStopped();
        } else {
            dueNanos += link.transitNanos();
        }
        lastDueNanos = items.isEmpty() ? dueNanos : Math.max(lastDueNanos, dueNanos);
        items.add(new Item<>(what, lastDueNanos, gate));
    }

    /** The next item that has arrived; otherwise null, and {@code wake} is called when there may be one. */
    public @Nullable T next(EventExecutor loop, Runnable wake) {
        Item<T> first = items.peek();
        if (first == null || wakePending) {
            return null;
        }
        if (link.isCut()) {
            wakePending = true;
            link.onMend(() -> loop.execute(() -> wakeUp(wake)));
            return null;
        }
        long waitNanos = first.dueNanos == 0 ? 0 : first.dueNanos - nanos.getAsLong();
        if (waitNanos > 0) {
            wakePending = true;
            loop.schedule(() -> wakeUp(wake), waitNanos, TimeUnit.NANOSECONDS);
            return null;
        }
        Gate gate = first.gate;
        if (gate != null && gate.isShut()) {
            wakePending = true;
            gate.onOpen(() -> loop.execute(() -> wakeUp(wake)));
            return null;
        }
        items.remove();
        return first.what;
    }

    private void wakeUp(Runnable wake) {
        wakePending = false;
        wake.run();
    }
}
