/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kafkatrial.history.RecordId;
import io.kafkatrial.history.Seal;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Reads and writes the identity of a record in its headers. */
final class IdHeader {

    private IdHeader() {}

    /** Put an identity, as text, into headers that may have one of somebody else. */
    static void put(Headers headers, byte[] id) {
        if (headers.lastHeader(RecordId.HEADER) != null) {
            headers.remove(RecordId.HEADER);
        }
        if (headers.lastHeader(Seal.HEADER) != null) {
            headers.remove(Seal.HEADER);
        }
        headers.add(RecordId.HEADER, id);
    }

    static Optional<RecordId> read(Headers headers) {
        Header header = headers.lastHeader(RecordId.HEADER);
        if (header == null || header.value() == null) {
            return Optional.empty();
        }
        return parse(new String(header.value(), UTF_8));
    }

    /** The identity in the text of a header; empty if there is none. */
    static Optional<RecordId> parse(String text) {
        try {
            return Optional.of(RecordId.parse(text));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    /** Read the identity and take it off, so that the application sees its own headers only. */
    static Optional<RecordId> take(Headers headers) {
        Optional<RecordId> id = read(headers);
        try {
            headers.remove(RecordId.HEADER);
            headers.remove(Seal.HEADER);
        } catch (IllegalStateException readOnly) {
            // a foreign Consumer handed out sealed headers: the application sees one header more
        }
        return id;
    }
}
