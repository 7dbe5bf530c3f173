/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import io.kafkatrial.history.RecordId;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** One send on its way to its one end. Safe for use by several threads. */
final class SendAttempt implements Callback {

    private static final AtomicIntegerFieldUpdater<SendAttempt> ENDED =
            AtomicIntegerFieldUpdater.newUpdater(SendAttempt.class, "ended");

    private final ProducerEvents events;
    private final Retries retries;
    private final RecordId id;
    private final String topic;
    private final @Nullable Callback callback;
    private final Thread caller = Thread.currentThread();
    private volatile boolean returned;

    @SuppressWarnings("unused") // by its updater
    private volatile int ended;

    SendAttempt(ProducerEvents events, Retries retries, RecordId id, String topic, @Nullable Callback callback) {
        this.events = events;
        this.retries = retries;
        this.id = id;
        this.topic = topic;
        this.callback = callback;
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception error) {
        if (error != null) {
            end(error, !returned && Thread.currentThread() == caller);
        } else if (metadata != null) {
            ack(metadata);
        }
        if (callback != null) {
            callback.onCompletion(metadata, error);
        }
    }

    /** The call of send is over; learn the end from the future of a producer that calls no callback. */
    void returned(@Nullable Future<RecordMetadata> future) {
        returned = true;
        if (future == null || ended != 0 || !future.isDone()) {
            return;
        }
        try {
            ack(future.get());
        } catch (ExecutionException failed) {
            end(failed.getCause() == null ? failed : failed.getCause(), /* insideSend= */ false);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void ack(RecordMetadata metadata) {
        if (ENDED.compareAndSet(this, 0, 1)) {
            events.acked(id, topic, metadata);
        }
    }

    /** The send failed. */
    void end(Throwable error, boolean insideSend) {
        if (ENDED.compareAndSet(this, 0, 1)) {
            SendEnd.Where later = retries.none(topic) ? SendEnd.Where.ONLY_ATTEMPT : SendEnd.Where.LATER;
            events.ended(id, topic, error, insideSend ? SendEnd.Where.INSIDE_SEND : later);
        }
    }
}
