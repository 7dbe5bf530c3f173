/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import org.apache.kafka.common.protocol.Errors;

/**
 * What came of deleting the records of one partition.
 *
 * @param error {@link Errors#NONE}, or why nothing was deleted or not everywhere in time
 * @param lowWatermark the smallest log start offset of the live replicas, {@code -1} on errors
 */
public record DeletedRecords(Errors error, long lowWatermark) {
    static DeletedRecords failed(Errors error) {
        return new DeletedRecords(error, -1);
    }
}
