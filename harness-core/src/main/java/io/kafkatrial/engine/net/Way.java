/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.net;

import io.kafkatrial.engine.link.Gate;
import io.kafkatrial.engine.link.Link;
import io.kafkatrial.engine.link.Load;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One direction of one connection: what is under way, in order. It obeys a {@link Link}, and that of its client
 * alone if faults are about single clients: what meets a cut, a delay or a narrow link waits here, as in the
 * buffers of TCP, and nothing overtakes unless its {@link Load} says so.
 *
 * <p>Confined to the event loop of its connection.
 *
 * @param <T> what travels: a request, a response, a run of bytes
 */
public final class Way<T> {

    private record Item<T>(T what, long dueNanos, @Nullable Gate gate) {}

    private final Link link;
    private final Supplier<@Nullable Link> alone;
    private final LongSupplier nanos;
    private final ArrayDeque<Item<T>> items = new ArrayDeque<>();
    private long lastDueNanos;
    private boolean wakePending;

    /**
     * A way nobody travels yet.
     *
     * @param link obeyed by everything that sets out here
     * @param nanos elapsed time in nanoseconds from an arbitrary origin
     */
    public Way(Link link, LongSupplier nanos) {
        this(link, () -> null, nanos);
    }

    /**
     * A way of a client that may have faults of its own.
     *
     * @param link obeyed by everything that sets out here
     * @param alone the link of this client alone, obeyed besides; null while there is none
     * @param nanos elapsed time in nanoseconds from an arbitrary origin
     */
    public Way(Link link, Supplier<@Nullable Link> alone, LongSupplier nanos) {
        this.link = link;
        this.alone = alone;
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

    /** Let something set out that weighs nothing. */
    public void add(T what) {
        add(what, Load.of(0));
    }

    /** Let something set out that waits at a gate, and all behind it; null is no gate. */
    public void add(T what, @Nullable Gate gate) {
        add(what, Load.at(gate, 0));
    }

    /** Let something set out. */
    public void add(T what, Load load) {
        Link own = alone.get();
        boolean free =
                link.isOpen() && (own == null || own.isOpen()) && load.late().isZero();
        if (free && items.isEmpty()) {
            link.countPassed();
            if (own != null) {
                own.countPassed();
            }
            items.add(new Item<>(what, 0, load.gate()));
            return;
        }
        long dueNanos = link.arrivalNanos(nanos.getAsLong(), load.bytes());
        if (own != null) {
            dueNanos = own.arrivalNanos(dueNanos, load.bytes());
        }
        dueNanos += load.late().toNanos();
        Gate overtaken = load.overtaken();
        if (overtaken != null && items.stream().anyMatch(item -> item.gate == overtaken)) {
            overtake(new Item<>(what, dueNanos, load.gate()), overtaken);
            return;
        }
        lastDueNanos = items.isEmpty() ? dueNanos : Math.max(lastDueNanos, dueNanos);
        items.add(new Item<>(what, lastDueNanos, load.gate()));
    }

    private void overtake(Item<T> late, Gate overtaken) {
        List<Item<T>> before = List.copyOf(items);
        items.clear();
        for (Item<T> item : before) {
            if (item.gate == overtaken) {
                items.add(late);
            }
            items.add(item);
        }
        wakePending = false; // the one that waits at the head may be another one now
    }

    /** The next item that has arrived; otherwise null, and {@code wake} is called when there may be one. */
    public @Nullable T next(EventExecutor loop, Runnable wake) {
        Item<T> first = items.peek();
        if (first == null || wakePending) {
            return null;
        }
        Link cut = cut();
        if (cut != null) {
            wakePending = true;
            cut.onMend(() -> loop.execute(() -> wakeUp(wake)));
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

    private @Nullable Link cut() {
        if (link.isCut()) {
            return link;
        }
        Link own = alone.get();
        return own != null && own.isCut() ? own : null;
    }

    private void wakeUp(Runnable wake) {
        wakePending = false;
        wake.run();
    }
}
