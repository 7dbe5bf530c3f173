/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.metadata;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/**
 * What users say to Kafka's clients, as our own clients understand it: in the published jar these have moved to another
 * package, and so have the login modules and other classes that configurations name. Stateless.
 */
public final class OwnNames {

    /** Put together, because a whole one would move with the rest. */
    private static final String THEIRS = String.join(".", "org", "apache", "kafka") + ".";

    private static final String OURS = Admin.class.getName().replace("clients.admin.Admin", "");

    private OwnNames() {}

    /** The same configuration for our clients. */
    public static Map<String, Object> of(Map<String, Object> client) {
        return of(client, OURS);
    }

    static Map<String, Object> of(Map<String, Object> client, String ours) {
        return client.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue() instanceof String text
                                ? text.replace(THEIRS, ours)
                                : entry.getValue()));
    }
}
