/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.witness;

import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.history.RecordId;
import org.jspecify.annotations.Nullable;

/** One batch that a client sent, however often. Guarded by the {@link Witness}. */
final class Sent {

    final String producer;
    final long first;
    final int count;
    final PartitionId place;
    final String client;
    final long producerId;
    final short epoch;
    final int codec;
    Wire wire;
    boolean underWay;
    boolean acked;
    boolean doubtful;
    long baseOffset = -1;

    @Nullable
    String error;

    /** A new batch whose records get the identities {@code first}, {@code first + 1}, … of {@code producer}. */
    Sent(Origin origin, PartitionId place, String producer, long first, int count) {
        this.client = origin.client();
        this.producerId = origin.producerId();
        this.epoch = origin.epoch();
        this.codec = origin.codec();
        this.wire = origin.wire();
        this.place = place;
        this.producer = producer;
        this.first = first;
        this.count = count;
    }

    /**
     * Who sent it.
     *
     * @param client its client id
     * @param producerId -1 if it is not idempotent
     * @param codec how it is compressed, by Kafka's number
     */
    record Origin(String client, Wire wire, long producerId, short epoch, int codec) {}

    RecordId id(int index) {
        return new RecordId(producer, first + index);
    }

    /** Whether its sender has reason to send it again: it was refused, or the answer may never have arrived. */
    boolean mayComeAgain() {
        return wire.isClosed() || (!underWay && !acked);
    }
}
