/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.util.Map;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchMetadata;
import org.apache.kafka.common.requests.FetchRequest.PartitionData;

/** What one fetch request has to do with a session: what to read, and what to tell. Used once, on the loop. */
sealed interface FetchContext {

    /** What is to be read, in this order. */
    Map<TopicIdPartition, PartitionData> wanted();

    /** Take what is not told out of {@code results}, and say what stands above them. */
    Outcome settle(Map<TopicIdPartition, FetchResponseData.PartitionData> results);

    /** Tell nothing this time, and take it for untold. */
    default Outcome settleNothing() {
        return new Outcome(Errors.NONE, FetchMetadata.INVALID_SESSION_ID);
    }

    /** The top of a response. */
    record Outcome(Errors error, int sessionId) {}

    /** There is no such session, or it is somewhere else: nothing is read. */
    record Refused(Errors error) implements FetchContext {
        @Override
        public Map<TopicIdPartition, PartitionData> wanted() {
            return Map.of();
        }

        @Override
        public Outcome settle(Map<TopicIdPartition, FetchResponseData.PartitionData> results) {
            return new Outcome(error, FetchMetadata.INVALID_SESSION_ID);
        }

        @Override
        public Outcome settleNothing() {
            return new Outcome(error, FetchMetadata.INVALID_SESSION_ID);
        }
    }

    /** A fetch on its own. */
    record Sessionless(Map<TopicIdPartition, PartitionData> wanted) implements FetchContext {
        @Override
        public Outcome settle(Map<TopicIdPartition, FetchResponseData.PartitionData> results) {
            return new Outcome(Errors.NONE, FetchMetadata.INVALID_SESSION_ID);
        }
    }

    /**
     * A full fetch that opens a session if there is room.
     *
     * @param create makes the session of what is told, returns its id
     */
    record Opening(
            Map<TopicIdPartition, PartitionData> wanted,
            ToIntFunction<Map<TopicIdPartition, FetchResponseData.PartitionData>> create)
            implements FetchContext {
        @Override
        public Outcome settle(Map<TopicIdPartition, FetchResponseData.PartitionData> results) {
            return new Outcome(Errors.NONE, create.applyAsInt(results));
        }
    }

    /**
     * A fetch of what its session knows, told only where there is news.
     *
     * @param epoch the session's epoch after this request; another one by the time of the answer means
     *     that the client asked again meanwhile
     */
    record Incremental(FetchSession session, int epoch, Map<TopicIdPartition, PartitionData> wanted)
            implements FetchContext {
        @Override
        public Outcome settle(Map<TopicIdPartition, FetchResponseData.PartitionData> results) {
            if (session.epoch() != epoch) {
                results.clear();
                return new Outcome(Errors.INVALID_FETCH_SESSION_EPOCH, session.id());
            }
            session.prune(results);
            return new Outcome(Errors.NONE, session.id());
        }

        @Override
        public Outcome settleNothing() {
            return new Outcome(
                    session.epoch() == epoch ? Errors.NONE : Errors.INVALID_FETCH_SESSION_EPOCH, session.id());
        }
    }
}
