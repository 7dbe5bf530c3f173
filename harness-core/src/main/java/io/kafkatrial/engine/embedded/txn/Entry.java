/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.coordinator.transaction.TransactionMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A transactional id this broker coordinates.
 *
 * @param partition its partition of {@code __transaction_state}
 * @param coordinatorEpoch the leader epoch under which it was found; a later one makes everything begun void
 */
record Entry(int partition, int coordinatorEpoch, TransactionMetadata metadata) {

    String id() {
        return metadata.transactionalId();
    }

    /**
     * What came of looking for an id.
     *
     * @param error why there is no telling; NONE with no entry: the id is not known
     */
    record Lookup(Errors error, @Nullable Entry entry) {
        static Lookup failed(Errors error) {
            return new Lookup(error, null);
        }
    }
}
