/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import io.kafkatrial.engine.embedded.loop.Loop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.coordinator.common.runtime.CoordinatorEvent;
import org.apache.kafka.coordinator.common.runtime.CoordinatorEventProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The coordinator's event queue, drained by tasks of the loop: Kafka's own processor has threads, this
 * one has none.
 *
 * <p>An event never runs inside the call that enqueues it. The coordinator's events append to the log,
 * and some are enqueued because the log has just moved: to run them there would call back into a
 * replication step that is not over. Confined to the loop.
 */
final class LoopEvents implements CoordinatorEventProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(LoopEvents.class);
    /** So many events in one task; then other tasks of the broker have their turn. */
    private static final int EVENTS_PER_TASK = 64;

    private final Loop loop;
    private final Consumer<TopicPartition> after;
    private final Deque<CoordinatorEvent> queue = new ArrayDeque<>();
    private boolean drainDue;
    private boolean closed;

    /**
     * A queue that nothing is in.
     *
     * @param after told the partition of each event when the coordinator has dealt with it
     */
    LoopEvents(Loop loop, Consumer<TopicPartition> after) {
        this.loop = loop;
        this.after = after;
    }

    @Override
    public void enqueueLast(CoordinatorEvent event) {
        refuseIfClosed();
        queue.addLast(event);
        wake();
    }

    @Override
    public void enqueueFirst(CoordinatorEvent event) {
        refuseIfClosed();
        queue.addFirst(event);
        wake();
    }

    /** As Kafka's: refuse new events and reject those that wait. */
    @Override
    public void close() {
        closed = true;
        for (CoordinatorEvent event = queue.poll(); event != null; event = queue.poll()) {
            reject(event);
        }
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new RejectedExecutionException("the group coordinator is shut down");
        }
    }

    private void wake() {
        if (!drainDue) {
            drainDue = true;
            loop.execute(this::drain);
        }
    }

    private void drain() {
        drainDue = false;
        for (int i = 0; i < EVENTS_PER_TASK; i++) {
            @Nullable CoordinatorEvent event = queue.poll();
            if (event == null) {
                return;
            }
            run(event);
        }
        if (!queue.isEmpty()) {
            wake();
        }
    }

    private void run(CoordinatorEvent event) {
        try {
            event.run();
        } catch (Exception | AssertionError | LinkageError | StackOverflowError failed) {
            LOG.error("Event {} of the group coordinator failed.", event, failed);
            event.complete(failed);
        }
        try {
            after.accept(event.key());
        } catch (RuntimeException failed) {
            LOG.error("Nobody was told what came of event {}.", event, failed);
        }
    }

    private static void reject(CoordinatorEvent event) {
        try {
            event.complete(new RejectedExecutionException("the group coordinator is shut down"));
        } catch (RuntimeException failed) {
            LOG.error("Event {} of the group coordinator could not be rejected.", event, failed);
        }
    }
}
