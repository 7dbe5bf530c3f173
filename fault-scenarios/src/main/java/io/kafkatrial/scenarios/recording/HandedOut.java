/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.RecordId;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Writes that a consumer handed out a record, and takes the harness's own headers off it. */
final class HandedOut {

    private HandedOut() {}

    /**
     * Write it.
     *
     * @param reader the group that reads; empty if none does
     */
    static void record(Trail trail, String consumer, Optional<String> reader, ConsumerRecord<?, ?> record) {
        Optional<String> damage = Damage.take(record.headers());
        Optional<RecordId> id = trail.marks().own(IdHeader.take(record.headers()));
        Trail.Place place = new Trail.Place(record.topic(), record.partition(), record.offset());
        trail.saw(place, id, KeyDigest.of(record.key()));
        trail.record(
                at -> new Event.Polled(at, consumer, reader, record.topic(), record.partition(), record.offset(), id));
        if (damage.isPresent() && id.isPresent()) {
            trail.record(at -> new Event.Damaged(
                    at, consumer, id.get(), record.topic(), record.partition(), record.offset(), damage.get()));
        }
    }
}
