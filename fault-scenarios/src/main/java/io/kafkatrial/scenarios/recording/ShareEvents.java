/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import io.kafkatrial.history.Event;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Writes the events of one member of a share group. Safe for use by several threads.
 *
 * @param name of the member
 * @param handedOut where it writes what the member was handed out
 */
record ShareEvents(String name, String group, Trail trail, HandedOut handedOut) {

    /**
     * It was made.
     *
     * @param isolation of its group
     * @param reset where its group begins
     */
    void opened(String isolation, String reset) {
        trail.groups().uses(group);
        trail.record(at -> new Event.ConsumerOpened(at, name, Optional.of(group), isolation, reset, "share"));
    }

    /** A poll returned. */
    void polled(ConsumerRecords<?, ?> records) {
        for (ConsumerRecord<?, ?> record : records) {
            handedOut.record(Optional.of(group), record);
        }
        int count = records.count();
        if (count > 0) {
            trail.record(at -> new Event.PollReturned(at, name, count));
        }
    }

    /** The broker took its answer about a record. */
    void acknowledged(String topic, int partition, long offset, String how) {
        trail.record(at -> new Event.ShareAcknowledged(at, name, group, topic, partition, offset, how));
    }

    void closed() {
        trail.record(at -> new Event.ClientChanged(at, name, "closed"));
    }

    @Override
    public String toString() {
        return "recording share consumer " + name;
    }
}
