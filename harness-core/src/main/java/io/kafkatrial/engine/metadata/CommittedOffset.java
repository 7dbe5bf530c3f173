/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.metadata;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.PartitionId;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.coordinator.group.generated.OffsetCommitKey;
import org.apache.kafka.coordinator.group.generated.OffsetCommitValue;

/** Reads what a group committed from a record of {@code __consumer_offsets}. Stateless. */
final class CommittedOffset {

    /** The first versions of the key; later ones are other kinds of records. */
    private static final int LAST_VERSION_OF_OFFSETS = 1;

    private static final InstantSource CLOCK = InstantSource.system();

    private CommittedOffset() {}

    static Optional<ClusterEvent> of(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null) {
            return Optional.empty();
        }
        ByteBuffer key = ByteBuffer.wrap(record.key());
        if (key.getShort() > LAST_VERSION_OF_OFFSETS) {
            return Optional.empty();
        }
        OffsetCommitKey of = new OffsetCommitKey(new ByteBufferAccessor(key), (short) 0);
        ByteBuffer value = ByteBuffer.wrap(record.value());
        short version = value.getShort();
        if (version > OffsetCommitValue.HIGHEST_SUPPORTED_VERSION) {
            return Optional.empty();
        }
        OffsetCommitValue committed = new OffsetCommitValue(new ByteBufferAccessor(value), version);
        PartitionId partition = new PartitionId(of.topic(), of.partition());
        return Optional.of(
                new ClusterEvent.OffsetCommitted(CLOCK.instant(), of.group(), partition, committed.offset()));
    }
}
