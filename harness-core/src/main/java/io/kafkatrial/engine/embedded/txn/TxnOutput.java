/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import java.util.List;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest.TxnMarkerEntry;

/** Everything {@link Transactions} can want done. */
public sealed interface TxnOutput {

    /**
     * The answer to a request.
     *
     * @param producerId the id to go on with, -1 if the answer has none
     * @param producerEpoch the epoch to go on with, -1 if the answer has none
     */
    record Answered(long token, Errors error, long producerId, short producerEpoch) implements TxnOutput {}

    /**
     * Append to the local leader of a partition of {@code __transaction_state} with acks=all, and report by
     * {@link TxnInput.Appended}.
     */
    record Append(long appendId, int partition, int timeoutMs, MemoryRecords records) implements TxnOutput {}

    /**
     * Have a broker write markers, and report by {@link TxnInput.MarkersSent}.
     *
     * @param markers what to write at the end of which partitions
     */
    record SendMarkers(long requestId, int broker, List<TxnMarkerEntry> markers) implements TxnOutput {
        public SendMarkers {
            markers = List.copyOf(markers);
        }
    }

    /**
     * Read the local leader's log of a partition of {@code __transaction_state} from its start to its end as
     * {@link TxnInput.Replayed}, then {@link TxnInput.ReplayEnded}; stop when leadership ends.
     */
    record Load(int partition, int leaderEpoch) implements TxnOutput {}

    /**
     * A transactional id is in another state, or has another producer.
     *
     * @param state Kafka's name of it
     */
    record Changed(String transactionalId, long producerId, int epoch, String state) implements TxnOutput {}

    /** Get a producer id nobody had before from the controller and give it as {@link TxnInput.ProducerIds}. */
    record WantProducerId() implements TxnOutput {}
}
