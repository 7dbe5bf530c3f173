/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** One send on its way to its one end: what travels with the record, and what is told of its end. */
final class SendAttempt extends Stamp implements Callback {

    private static final AtomicIntegerFieldUpdater<SendAttempt> ENDED =
            AtomicIntegerFieldUpdater.newUpdater(SendAttempt.class, "ended");

    private final @Nullable Callback callback;

    @SuppressWarnings("unused") // by its updater
    private volatile int ended;

    SendAttempt(Destination destination, long sequence, @Nullable Callback callback) {
        super(destination, sequence);
        this.callback = callback;
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception error) {
        if (error != null) {
            end(error, !isClosed() && destination().lane().isMine());
        } else if (metadata != null) {
            ack(metadata);
        }
        if (callback != null) {
            callback.onCompletion(metadata, error);
        }
    }

    /** The call of send is over; learn the end from the future of a producer that calls no callback. */
    void returned(@Nullable Future<RecordMetadata> future) {
        close();
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
            destination().lane().events().acked(this, metadata);
        }
    }

    /** The send failed. */
    void end(Throwable error, boolean insideSend) {
        if (ENDED.compareAndSet(this, 0, 1)) {
            destination().lane().events().ended(this, error, insideSend);
        }
    }
}
