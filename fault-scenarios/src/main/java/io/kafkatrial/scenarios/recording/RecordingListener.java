/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import java.util.Collection;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Records rebalances and passes them to the application's own listener; a crashed client hears nothing. */
final class RecordingListener implements ConsumerRebalanceListener {

    private final Consumer<?, ?> consumer;
    private final ConsumerEvents events;
    private final @Nullable ConsumerRebalanceListener application;
    private final BooleanSupplier crashed;

    RecordingListener(
            Consumer<?, ?> consumer,
            ConsumerEvents events,
            @Nullable ConsumerRebalanceListener application,
            BooleanSupplier crashed) {
        this.consumer = consumer;
        this.events = events;
        this.application = application;
        this.crashed = crashed;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        join();
        events.assigned(partitions);
        if (application != null && !crashed.getAsBoolean()) {
            application.onPartitionsAssigned(partitions);
        }
    }

    /** The application goes first: what it commits here it commits as the owner. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (application != null && !crashed.getAsBoolean()) {
            application.onPartitionsRevoked(partitions);
        }
        events.revoked(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        if (application != null && !crashed.getAsBoolean()) {
            application.onPartitionsLost(partitions);
        }
        events.lost(partitions);
    }

    private void join() {
        try {
            events.joined(consumer.groupMetadata());
        } catch (RuntimeException unknown) {
            // a consumer that does not know its membership, such as a mock
        }
    }
}
