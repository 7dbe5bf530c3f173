/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.assertj;

import java.lang.reflect.Method;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;

/**
 * The state of a group in Kafka's words. kafka-clients 4.0 has {@code groupState()} for it (KIP-1043), older ones
 * {@code state()}, which is to go; so it is looked up.
 */
final class GroupStates {

    private GroupStates() {}

    static String of(ConsumerGroupDescription group) {
        try {
            return String.valueOf(method().invoke(group));
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("the state of a group in this version of kafka-clients", impossible);
        }
    }

    private static Method method() throws NoSuchMethodException {
        try {
            return ConsumerGroupDescription.class.getMethod("groupState");
        } catch (NoSuchMethodException before40) {
            return ConsumerGroupDescription.class.getMethod("state");
        }
    }
}
