/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import java.util.List;
import org.apache.kafka.common.TopicIdPartition;

/**
 * What a member wants to fetch.
 *
 * @param maxWaitMs how long to wait for {@code minBytes}
 * @param exactly whether no more than {@code maxRecords} may be acquired ({@code share.acquire.mode}
 *     {@code record_limit}); else whole batches of the log are
 * @param maxRecords how many records to acquire, of all partitions together
 * @param batchSize so many records are acknowledged together at best
 * @param partitions in the order they are asked for
 */
public record ShareRequest(
        String group,
        String member,
        int maxWaitMs,
        int minBytes,
        int maxBytes,
        boolean exactly,
        int maxRecords,
        int batchSize,
        List<TopicIdPartition> partitions) {

    public ShareRequest {
        partitions = List.copyOf(partitions);
    }
}
