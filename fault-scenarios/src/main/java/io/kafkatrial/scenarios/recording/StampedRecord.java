/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A copy of the application's record, with its mark: the application's own may be sealed by an earlier send, and stays as
 * it was. Confined to the thread that sends.
 */
final class StampedRecord<K, V> extends ProducerRecord<K, V> {

    private final Stamp stamp;

    StampedRecord(ProducerRecord<K, V> asked, Stamp stamp) {
        this(asked, asked.timestamp(), stamp);
    }

    StampedRecord(ProducerRecord<K, V> asked, @Nullable Long timestamp, Stamp stamp) {
        super(asked.topic(), asked.partition(), timestamp, asked.key(), asked.value(), some(asked.headers()));
        this.stamp = stamp;
        stamp.beside(super.headers());
    }

    private static @Nullable Headers some(Headers headers) {
        return headers.toArray().length == 0 ? null : headers;
    }

    @Override
    public Headers headers() {
        return stamp;
    }
}
