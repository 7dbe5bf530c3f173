/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest.TxnMarkerEntry;

/** A partition's log as far as transactions are concerned: fences by epoch, and closes what a marker ends. */
final class DataPartition {

    private static final class Producer {
        private short epoch = -1;
        private int coordinatorEpoch = -1;
        private int markers;
        private final List<String> open = new ArrayList<>();
    }

    private final Map<Long, Producer> producers = new HashMap<>();
    final Map<String, Set<TransactionResult>> outcomes = new HashMap<>();

    private Producer producer(long id) {
        return producers.computeIfAbsent(id, key -> new Producer());
    }

    /** What a verification begins with; void after the next marker. */
    int guard(long producerId) {
        return producer(producerId).markers;
    }

    boolean write(TxnProducer writer, int guard, String label) {
        Producer producer = producer(writer.producerId());
        boolean stale = producer.open.isEmpty() && guard != producer.markers;
        if (writer.producerEpoch() < producer.epoch || stale) {
            return false;
        }
        producer.epoch = writer.producerEpoch();
        producer.open.add(label);
        return true;
    }

    Errors mark(TxnMarkerEntry marker) {
        Producer producer = producer(marker.producerId());
        if (marker.coordinatorEpoch() < producer.coordinatorEpoch) {
            return Errors.TRANSACTION_COORDINATOR_FENCED;
        } else if (marker.producerEpoch() < producer.epoch) {
            return Errors.INVALID_PRODUCER_EPOCH;
        }
        producer.coordinatorEpoch = marker.coordinatorEpoch();
        producer.epoch = marker.producerEpoch();
        producer.markers++;
        producer.open.forEach(
                label -> outcomes.computeIfAbsent(label, key -> new HashSet<>()).add(marker.transactionResult()));
        producer.open.clear();
        return Errors.NONE;
    }

    List<String> open() {
        return producers.values().stream()
                .flatMap(producer -> producer.open.stream())
                .toList();
    }
}
