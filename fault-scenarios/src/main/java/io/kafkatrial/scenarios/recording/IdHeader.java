/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import io.kafkatrial.history.RecordMark;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Reads the mark of a record in its headers. */
final class IdHeader {

    private IdHeader() {}

    /** The mark of a record; empty if it was not sent by a recording producer. */
    static Optional<RecordMark> read(Headers headers) {
        Header header = headers.lastHeader(RecordMark.HEADER);
        return header == null ? Optional.empty() : RecordMark.parse(header.value());
    }

    /** Read the mark and take it off, so that the application sees its own headers only. */
    static Optional<RecordMark> take(Headers headers) {
        Optional<RecordMark> mark = read(headers);
        if (mark.isPresent()) {
            try {
                headers.remove(RecordMark.HEADER);
            } catch (IllegalStateException readOnly) {
                // a foreign Consumer handed out sealed headers: the application sees one header more
            }
        }
        return mark;
    }
}
