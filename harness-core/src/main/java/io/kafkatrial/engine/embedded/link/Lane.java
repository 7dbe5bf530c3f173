/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.link;

import io.kafkatrial.engine.embedded.loop.Loop;
import io.kafkatrial.engine.link.Link;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The messages under way in one direction of the {@link WireTransport}, in order. An open link with
 * nothing under way delivers at once on the sender's thread; everything else waits here.
 *
 * <p>{@link #send} may be called from any thread; the queue is confined to the wire's loop.
 */
final class Lane {

    private record Message(long dueNanos, Runnable delivery) {}

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

    void send(Runnable delivery) {
        if (link.isOpen() && underWay.get() == 0) {
            link.countPassed();
            delivery.run();
            return;
        }
        long dueNanos = wire.clock().nanos();
        if (link.isCut()) {
            link.countStopped();
        } else {
            dueNanos += link.transitNanos();
        }
        Message message = new Message(dueNanos, delivery);
        underWay.incrementAndGet();
        wire.execute(() -> enqueue(message));
    }

    /** Never let a message overtake another, however late the other is. */
    private void enqueue(Message message) {
        lastDueNanos = queue.isEmpty() ? message.dueNanos : Math.max(lastDueNanos, message.dueNanos);
        queue.add(new Message(lastDueNanos, message.delivery));
        pump();
    }

    private void pump() {
        while (!pumpPending && !queue.isEmpty()) {
            if (link.isCut()) {
                pumpPending = true;
                link.onMend(() -> wire.execute(this::pumpAgain));
                return;
            }
            long waitNanos = queue.element().dueNanos - wire.clock().nanos();
            if (waitNanos > 0) {
                pumpPending = true;
                wire.schedule(waitNanos / 1_000_000 + 1, this::pumpAgain);
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
