/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.link;

import io.kafkatrial.engine.embedded.loop.Loop;
import io.kafkatrial.engine.link.Gate;
import io.kafkatrial.engine.link.Link;
import io.kafkatrial.engine.link.Load;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The messages under way in one direction of one connection of the {@link WireTransport}, in order. An open link
 * with nothing under way delivers at once on the sender's thread; everything else waits here.
 *
 * <p>{@link #send} may be called from any thread; the queue is confined to the wire's loop.
 */
final class Lane {

    private record Message(long dueNanos, Load load, Runnable delivery) {
        Message at(long nanos) {
            return new Message(nanos, load, delivery);
        }
    }

    private final Link link;
    private final Loop wire;
    private final AtomicInteger underWay = new AtomicInteger();
    private final ArrayDeque<Message> queue = new ArrayDeque<>();
    private long lastDueNanos = Long.MIN_VALUE;
    private boolean pumpPending;

    Lane(Link link, Loop wire) {
        this.link = link;
        this.wire = wire;
    }

    /** Whether a message without faults of its own is there at once; counts it if so. */
    boolean passes() {
        if (link.isOpen() && underWay.get() == 0) {
            link.countPassed();
            return true;
        }
        return false;
    }

    /** Deliver a message without faults of its own. */
    void send(LongSupplier bytes, Runnable delivery) {
        if (passes()) {
            delivery.run();
        } else {
            enqueue(Load.of(bytes.getAsLong()), delivery);
        }
    }

    /** Deliver a message that is held, late or in another one's place. */
    void send(Load load, Runnable delivery) {
        boolean ordinary = load.gate() == null && load.late().isZero();
        if (ordinary && passes()) {
            delivery.run();
        } else {
            enqueue(load, delivery);
        }
    }

    private void enqueue(Load load, Runnable delivery) {
        long dueNanos = link.arrivalNanos(wire.clock().nanos(), load.bytes())
                + load.late().toNanos();
        Message message = new Message(dueNanos, load, delivery);
        underWay.incrementAndGet();
        wire.execute(() -> enqueue(message));
    }

    /** Let no message overtake another, however late the other is, unless it shall. */
    private void enqueue(Message message) {
        Gate overtaken = message.load.overtaken();
        if (overtaken != null && queue.stream().anyMatch(waiting -> waiting.load.gate() == overtaken)) {
            overtake(message, overtaken);
        } else {
            lastDueNanos = queue.isEmpty() ? message.dueNanos : Math.max(lastDueNanos, message.dueNanos);
            queue.add(message.at(lastDueNanos));
        }
        pump();
    }

    private void overtake(Message late, Gate overtaken) {
        List<Message> before = List.copyOf(queue);
        queue.clear();
        for (Message message : before) {
            if (message.load.gate() == overtaken) {
                queue.add(late);
            }
            queue.add(message);
        }
        pumpPending = false; // the one that waits at the head may be another one now
    }

    private void pump() {
        while (!pumpPending && !queue.isEmpty()) {
            Message first = queue.element();
            @Nullable Gate gate = first.load.gate();
            if (link.isCut()) {
                pumpPending = true;
                link.onMend(() -> wire.execute(this::pumpAgain));
                return;
            }
            long waitNanos = first.dueNanos - wire.clock().nanos();
            if (waitNanos > 0) {
                pumpPending = true;
                wire.schedule(waitNanos / 1_000_000 + 1, this::pumpAgain);
                return;
            }
            if (gate != null && gate.isShut()) {
                pumpPending = true;
                gate.onOpen(() -> wire.execute(this::pumpAgain));
                return;
            }
            queue.remove().delivery.run();
            underWay.decrementAndGet();
        }
    }

    private void pumpAgain() {
        pumpPending = false;
        pump();
    }
}
