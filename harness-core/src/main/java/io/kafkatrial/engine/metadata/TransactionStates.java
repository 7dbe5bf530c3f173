/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.metadata;

import io.kafkatrial.engine.ClusterEvent;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogKey;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;

/** Reads the states of transactions from {@code __transaction_state}; tells changes only. Confined to its tail's thread. */
final class TransactionStates {

    private record Known(long producerId, int epoch, TransactionState state) {}

    private final Map<String, Known> known = new HashMap<>();
    private final InstantSource clock = InstantSource.system();

    Optional<ClusterEvent> read(ConsumerRecord<byte[], byte[]> record) {
        ByteBuffer key = ByteBuffer.wrap(record.key());
        if (key.getShort() > TransactionLogKey.HIGHEST_SUPPORTED_VERSION) {
            return Optional.empty();
        }
        String id = new TransactionLogKey(new ByteBufferAccessor(key), (short) 0).transactionalId();
        if (record.value() == null) {
            known.remove(id);
            return Optional.empty();
        }
        ByteBuffer value = ByteBuffer.wrap(record.value());
        short version = value.getShort();
        if (version > TransactionLogValue.HIGHEST_SUPPORTED_VERSION) {
            return Optional.empty();
        }
        TransactionLogValue log = new TransactionLogValue(new ByteBufferAccessor(value), version);
        Known now = new Known(log.producerId(), log.producerEpoch(), TransactionState.fromId(log.transactionStatus()));
        if (now.equals(known.put(id, now))) {
            return Optional.empty();
        }
        return Optional.of(new ClusterEvent.TransactionChanged(
                clock.instant(), id, now.producerId(), now.epoch(), now.state().stateName()));
    }
}
