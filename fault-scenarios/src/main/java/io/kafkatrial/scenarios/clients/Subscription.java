/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.clients;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer subscribed to: names, a pattern, or what newer clients have beside them.
 *
 * @param what the first argument of {@code subscribe}
 * @param type its declared type
 * @param listener the application's, if any
 */
record Subscription(Object what, Class<?> type, @Nullable ConsumerRebalanceListener listener) {

    /** Subscribe to the same, with the application's listener or another. */
    @SuppressWarnings("unchecked")
    void repeat(Consumer<?, ?> consumer, @Nullable ConsumerRebalanceListener with) {
        if (what instanceof Collection<?> topics) {
            if (with == null) {
                consumer.subscribe((Collection<String>) topics);
            } else {
                consumer.subscribe((Collection<String>) topics, with);
            }
        } else if (what instanceof Pattern pattern) {
            if (with == null) {
                consumer.subscribe(pattern);
            } else {
                consumer.subscribe(pattern, with);
            }
        } else {
            byReflection(consumer, with);
        }
    }

    private void byReflection(Consumer<?, ?> consumer, @Nullable ConsumerRebalanceListener with) {
        try {
            if (with == null) {
                Consumer.class.getMethod("subscribe", type).invoke(consumer, what);
            } else {
                Consumer.class
                        .getMethod("subscribe", type, ConsumerRebalanceListener.class)
                        .invoke(consumer, what, requireNonNull(with));
            }
        } catch (ReflectiveOperationException unlike) {
            throw new IllegalStateException(unlike);
        }
    }
}
