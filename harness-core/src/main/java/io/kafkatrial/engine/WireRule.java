/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * What shall happen to which requests on their way, by Kafka's own terms. A value; two rules are the same
 * rule if they have the same name.
 *
 * @param name unlike that of every other rule of the cluster
 * @param match which requests it is about
 * @param act what happens to them
 * @param skip how many matching requests pass before the first is touched
 * @param times how many requests are touched at most; 0 is all
 * @param tally rules with the same one count together, as if they were one rule with several ends: a request between
 *     any of them is the next one for all
 */
public record WireRule(String name, Match match, Act act, int skip, int times, String tally) {
    public WireRule {
        requireNonNull(tally, "tally");
        requireNonNull(name, "name");
        requireNonNull(match, "match");
        requireNonNull(act, "act");
        if (skip < 0 || times < 0) {
            throw Complaints.wireCount(skip, times);
        }
    }

    /** A rule that counts for itself. */
    public WireRule(String name, Match match, Act act, int skip, int times) {
        this(name, match, act, skip, times, name);
    }

    /** The same rule for other requests. */
    public WireRule about(Match other) {
        return new WireRule(name, other, act, skip, times, tally);
    }

    /** A rule for all that match. */
    public WireRule(String name, Match match, Act act) {
        this(name, match, act, 0, 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WireRule rule && rule.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /**
     * Which requests.
     *
     * @param from who asks
     * @param to who is asked
     * @param api Kafka's name of the request, such as {@code Produce}; empty is any
     * @param clientId of the one who asks; empty is any
     * @param topic named in the request; empty is any. Only requests that name topics have one: Produce,
     *     Fetch, ListOffsets, Metadata, OffsetCommit, TxnOffsetCommit and AddPartitionsToTxn
     */
    public record Match(
            Endpoint from, Endpoint to, Optional<String> api, Optional<String> clientId, Optional<String> topic) {
        public Match {
            requireNonNull(from, "from");
            requireNonNull(to, "to");
            requireNonNull(api, "api");
            requireNonNull(clientId, "clientId");
            requireNonNull(topic, "topic");
        }

        /** Every request of this name between these two. */
        public static Match of(Endpoint from, Endpoint to, String api) {
            return new Match(from, to, Optional.of(api), Optional.empty(), Optional.empty());
        }
    }

    /** What happens to a request. */
    public sealed interface Act {

        /** The connection is reset before the request arrives: it has no effect. */
        record DropRequest() implements Act {}

        /** The request takes effect; the connection is reset instead of an answer. The canonical maker of duplicates. */
        record DropResponse() implements Act {}

        /** The request waits, and all behind it on its connection, until the rule is released. */
        record HoldRequest() implements Act {}

        /** The answer waits, and all behind it on its connection, until the rule is released. */
        record HoldResponse() implements Act {}

        /** The request arrives twice; the second answer is thrown away. */
        record Duplicate() implements Act {}

        /**
         * The request is answered with an error and does not arrive.
         *
         * @param error Kafka's name of the error, such as {@code NOT_LEADER_OR_FOLLOWER}
         */
        record Refuse(String error) implements Act {
            public Refuse {
                requireNonNull(error, "error");
            }
        }

        /**
         * The request does not arrive; it is answered as the same question was answered last before the
         * rule was armed. A question that was never asked before passes. For Metadata.
         */
        record AnswerStale() implements Act {}

        /** Each of these requests arrives that much later; only they, in order on their connection. */
        record DelayRequest(Duration time) implements Act {
            public DelayRequest {
                requireNonNull(time, "time");
            }
        }

        /** Each of these requests takes effect and is answered that much later; in order on its connection. */
        record DelayResponse(Duration time) implements Act {
            public DelayResponse {
                requireNonNull(time, "time");
            }
        }

        /**
         * The request waits until the next one that matches has arrived, on whatever connection, and arrives after it.
         * One that no other follows arrives when the rule is released.
         */
        record Reorder() implements Act {}

        /** Nothing: the request passes, is counted, and told as {@link ClusterEvent.RequestSeen}. */
        record Note() implements Act {}
    }
}
