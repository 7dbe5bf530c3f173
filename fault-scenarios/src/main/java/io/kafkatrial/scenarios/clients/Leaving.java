/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.clients;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.InterruptException;

/**
 * A consumer's time away from its group, from its next poll until it may come back. Used by the thread that polls;
 * {@link #mayComeBack} by any.
 */
final class Leaving {

    private final StagedClient client;
    private final CountDownLatch back = new CountDownLatch(1);
    private Optional<Subscription> left = Optional.empty();
    private volatile boolean away;

    Leaving(StagedClient client) {
        this.client = client;
    }

    /** Leave or come back, as it is time for; whether the consumer is away now. */
    boolean isAway(Consumer<?, ?> consumer) {
        if (back.getCount() == 0) {
            client.leaving(null);
            if (away) {
                away = false;
                left.ifPresent(subscription -> subscription.repeat(consumer, subscription.listener()));
            }
            return false;
        }
        if (!away && client.subscription().isPresent()) {
            left = client.subscription();
            consumer.unsubscribe();
            away = true;
        }
        return away;
    }

    /** A poll of a consumer that is away takes its time and has nothing. */
    void rest(Duration timeout) {
        try {
            if (back.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }

    void mayComeBack() {
        back.countDown();
    }

    /** Whether it has left. */
    boolean hasLeft() {
        return left.isPresent() || away;
    }
}
