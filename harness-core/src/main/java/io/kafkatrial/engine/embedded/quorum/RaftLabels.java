/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import io.kafkatrial.engine.embedded.link.Label;
import io.kafkatrial.engine.embedded.raft.RaftRequest;
import java.util.Set;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.ApiKeys;

/** What the requests of the metadata log's voters and observers are to Kafka. */
final class RaftLabels {

    private static final Set<String> TOPICS = Set.of(Topic.CLUSTER_METADATA_TOPIC_NAME);

    private RaftLabels() {}

    static Label of(ApiKeys key, int node) {
        return new Label(key, "raft-client-" + node, Label.Channel.RAFT, () -> TOPICS);
    }

    static Label of(RaftRequest request, int node) {
        return of(key(request), node);
    }

    private static ApiKeys key(RaftRequest request) {
        if (request instanceof RaftRequest.Vote) {
            return ApiKeys.VOTE;
        } else if (request instanceof RaftRequest.BeginEpoch) {
            return ApiKeys.BEGIN_QUORUM_EPOCH;
        } else if (request instanceof RaftRequest.EndEpoch) {
            return ApiKeys.END_QUORUM_EPOCH;
        }
        return ApiKeys.FETCH;
    }
}
