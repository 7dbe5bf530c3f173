/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * What deserializers found out about a record, on its way to the consumer that hands it out: a header that nobody else
 * sees.
 */
final class Damage {

    private static final String HEADER = "kafka-trial-damage";

    private Damage() {}

    /** Note that this part, "key" or "value", is not what was sent. */
    static void put(Headers headers, String part) {
        headers.add(HEADER, part.getBytes(UTF_8));
    }

    /** What is damaged, and take the note off; empty for most records. */
    static Optional<String> take(Headers headers) {
        if (headers.lastHeader(HEADER) == null) {
            return Optional.empty();
        }
        StringBuilder parts = new StringBuilder();
        for (Header note : headers.headers(HEADER)) {
            parts.append(parts.length() == 0 ? "" : ", ").append(new String(note.value(), UTF_8));
        }
        headers.remove(HEADER);
        return Optional.of(parts.toString());
    }
}
