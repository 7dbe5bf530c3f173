/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.kafkatrial.history.RecordId;
import org.jspecify.annotations.Nullable;

/**
 * The identities one thread gives by one producer: only within a thread is there an order of sends to judge.
 * Confined to that thread.
 */
final class Lane {

    private final Thread thread = Thread.currentThread();
    private final String producer;
    private final byte[] prefix;
    private long next;
    private @Nullable String topic;

    Lane(String producer) {
        this.producer = producer;
        this.prefix = (producer + "#").getBytes(UTF_8);
    }

    boolean isMine() {
        return thread == Thread.currentThread();
    }

    RecordId next() {
        return new RecordId(producer, next++);
    }

    /** The text of an identity that was given here, as the header carries it. */
    byte[] header(RecordId id) {
        byte[] number = Long.toString(id.sequence()).getBytes(ISO_8859_1);
        byte[] header = new byte[prefix.length + number.length];
        System.arraycopy(prefix, 0, header, 0, prefix.length);
        System.arraycopy(number, 0, header, prefix.length, number.length);
        return header;
    }

    /** Whether the last send of this lane went to another topic. */
    boolean turnsTo(String next) {
        boolean other = !next.equals(topic);
        topic = next;
        return other;
    }
}
