/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.history.RecordId;
import io.kafkatrial.history.RecordMark;
import io.kafkatrial.history.Seal;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The mark that a record gets when it is sent, as its last header; and, so that there is one object for each record and
 * not five, all headers of that record too. Kafka's producer keeps them until the send ends.
 *
 * <p>Confined to the thread that sends until {@link #close}, immutable from then on.
 */
class Stamp implements Headers, Header {

    private final Destination destination;
    private final long sequence;
    private @Nullable Headers others;
    private byte @Nullable [] value;
    private long seal;
    private boolean sealed;
    private boolean closed;

    Stamp(Destination destination, long sequence) {
        this.destination = destination;
        this.sequence = sequence;
    }

    Destination destination() {
        return destination;
    }

    long sequence() {
        return sequence;
    }

    RecordId id() {
        return new RecordId(destination.lane().producer(), sequence);
    }

    /** The headers beside its own, which interceptors and serializers may still change. */
    void beside(Headers its) {
        if (its.lastHeader(RecordMark.HEADER) != null) {
            its.remove(RecordMark.HEADER); // of a record that was received, and is sent on
        }
        others = its.toArray().length == 0 ? null : its;
    }

    /** The checksum of the key is known. */
    void sealKey(int sum) {
        seal = Seal.of(sum, 0);
    }

    /** The checksum of the value is known, and that of the key was told before. */
    void sealValue(int sum) {
        seal = Seal.of(Seal.key(seal), sum);
        sealed = true;
        value = null;
    }

    /** The record is written: nothing changes any more, and what is not needed is let go. */
    void close() {
        closed = true;
        value = null;
    }

    boolean isClosed() {
        return closed;
    }

    // ---- the one header

    @Override
    public String key() {
        return RecordMark.HEADER;
    }

    @Override
    public byte[] value() {
        byte[] known = value;
        if (known == null) {
            long lane = destination.lane().mark();
            known = sealed ? RecordMark.bytes(lane, sequence, seal) : RecordMark.bytes(lane, sequence);
            value = closed ? null : known;
        }
        return known;
    }

    // ---- all headers

    @Override
    public Headers add(Header header) {
        writable().add(requireNonNull(header, "header"));
        return this;
    }

    @Override
    public Headers add(String key, byte[] itsValue) {
        writable().add(key, itsValue);
        return this;
    }

    /** The mark stays. */
    @Override
    public Headers remove(String key) {
        writable().remove(key);
        return this;
    }

    private Headers writable() {
        if (closed) {
            throw new IllegalStateException("the record is sent, its headers cannot be changed any more");
        }
        Headers known = others;
        if (known == null) {
            known = new ProducerRecord<>(destination.topic(), null).headers();
            others = known;
        }
        return known;
    }

    @Override
    public @Nullable Header lastHeader(String key) {
        if (key.equals(RecordMark.HEADER)) {
            return this;
        }
        return others == null ? null : others.lastHeader(key);
    }

    @Override
    public Iterable<Header> headers(String key) {
        if (key.equals(RecordMark.HEADER)) {
            return List.of(this);
        }
        return others == null ? List.of() : others.headers(key);
    }

    @Override
    public Header[] toArray() {
        if (others == null) {
            return new Header[] {this};
        }
        Header[] before = others.toArray();
        Header[] all = Arrays.copyOf(before, before.length + 1);
        all[before.length] = this;
        return all;
    }

    @Override
    public Iterator<Header> iterator() {
        return List.of(toArray()).iterator();
    }

    @Override
    public String toString() {
        return Arrays.stream(toArray())
                .map(header -> header == this ? id().toString() : header.toString())
                .toList()
                .toString();
    }
}
