/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import static java.util.Objects.requireNonNull;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The identity the harness gives a record when it is sent, {@code producer#sequence}. The record carries it as its
 * {@link RecordMark}.
 *
 * @param producer the recording producer's name, unique on its cluster over all tests: a later test meets
 *     the records of earlier ones, and must be able to tell them from its own
 * @param sequence 0, 1, 2, … in the order the application called send
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record RecordId(String producer, long sequence) implements Comparable<RecordId> {

    public RecordId {
        requireNonNull(producer, "producer");
    }

    /**
     * Parse {@code producer#sequence}.
     *
     * @throws IllegalArgumentException if {@code text} has not that form
     */
    public static RecordId parse(String text) {
        int hash = text.lastIndexOf('#');
        if (hash < 1) {
            throw new IllegalArgumentException("not a record id (PRODUCER#SEQUENCE): '" + text + "'");
        }
        return new RecordId(text.substring(0, hash), Long.parseLong(text.substring(hash + 1)));
    }

    @Override
    public int compareTo(RecordId other) {
        int byProducer = producer.compareTo(other.producer);
        return byProducer != 0 ? byProducer : Long.compare(sequence, other.sequence);
    }

    @Override
    public String toString() {
        return producer + "#" + sequence;
    }
}
