/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Closes a consumer in the way that is nearest to its process having been killed. */
final class CrashedClient {

    private CrashedClient() {}

    /**
     * Close without a goodbye.
     *
     * @param harmless positions whose commit changes nothing: an auto-committing consumer commits its
     *     positions when it closes, so it is set back to these before
     */
    @SuppressWarnings("deprecation") // close(Duration) is the one form that 3.6 and 4.4 share
    static void abandon(Consumer<?, ?> consumer, Map<TopicPartition, Long> harmless) {
        harmless.forEach((partition, offset) -> {
            try {
                consumer.seek(partition, offset);
            } catch (IllegalStateException notOurs) {
                // taken away meanwhile: nothing of it can be committed
            }
        });
        if (!closeAndRemain(consumer)) {
            consumer.close(Duration.ZERO);
        }
    }

    /** KIP-1092, kafka-clients 4.1: {@code close(CloseOptions)}, by reflection because older ones have it not. */
    private static boolean closeAndRemain(Consumer<?, ?> consumer) {
        try {
            Class<?> options = Class.forName("org.apache.kafka.clients.consumer.CloseOptions");
            Class<?> operation =
                    Class.forName("org.apache.kafka.clients.consumer.CloseOptions$GroupMembershipOperation");
            Object remain = operation.getField("REMAIN_IN_GROUP").get(null);
            Object option =
                    options.getMethod("groupMembershipOperation", operation).invoke(null, remain);
            options.getMethod("withTimeout", Duration.class).invoke(option, Duration.ZERO);
            Method close = Consumer.class.getMethod("close", options);
            close.invoke(consumer, option);
            return true;
        } catch (ReflectiveOperationException olderClient) {
            return false;
        }
    }
}
