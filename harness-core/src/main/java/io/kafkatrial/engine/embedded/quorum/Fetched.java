/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import java.util.List;
import org.apache.kafka.raft.Batch;
import org.apache.kafka.raft.LeaderAndEpoch;
import org.apache.kafka.server.common.ApiMessageAndVersion;

/**
 * What a broker gets of the metadata log.
 *
 * @param batches committed batches from the offset asked for on; empty when a newer poll of the same
 *     broker took this one's place
 * @param leader who leads the log
 */
record Fetched(List<Batch<ApiMessageAndVersion>> batches, LeaderAndEpoch leader) {
    Fetched {
        batches = List.copyOf(batches);
    }
}
