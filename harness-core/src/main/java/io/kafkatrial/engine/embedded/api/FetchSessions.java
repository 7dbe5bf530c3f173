/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static java.util.Comparator.comparingInt;
import static java.util.Comparator.comparingLong;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchMetadata;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchRequest.PartitionData;

/**
 * The fetch sessions of one incarnation of a broker (KIP-227); they die with it. Confined to its loop.
 *
 * <p>Behaves as Kafka's {@code FetchManager} does for consumers: same epochs, errors, omissions and
 * eviction. That class itself is not used because its meters start a thread nobody ends
 * ({@code metrics-meter-tick-thread}), its gauges keep the last cluster's sessions alive, and its session
 * ids are random. Followers of this cluster fetch past the wire, so there are no privileged sessions;
 * Kafka's shards, which only spare it a lock, are one.
 */
final class FetchSessions {

    /** Kafka's {@code MIN_INCREMENTAL_FETCH_SESSION_EVICTION_MS}. */
    static final long EVICTION_MS = 120_000;

    private static final int FIRST_WITH_TOPIC_IDS = 13;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final int slots;
    private final LongSupplier incarnation;
    private final LongSupplier nowMs;
    private final Map<Integer, FetchSession> sessions = new HashMap<>();
    private long created;

    /**
     * Start without sessions.
     *
     * @param slots how many there may be: {@code max.incremental.fetch.session.cache.slots}
     * @param incarnation a number no other incarnation of any broker has; session ids derive from it, so
     *     a client that comes back after a restart does not meet another's session
     * @param nowMs elapsed time in milliseconds
     */
    FetchSessions(int slots, LongSupplier incarnation, LongSupplier nowMs) {
        this.slots = slots;
        this.incarnation = incarnation;
        this.nowMs = nowMs;
    }

    int size() {
        return sessions.size();
    }

    /** Find or prepare the session a request belongs to; never throws because of what the request says. */
    FetchContext open(FetchRequest request, Map<Uuid, String> names) {
        FetchMetadata asked = request.metadata();
        Map<TopicIdPartition, PartitionData> wanted = request.fetchData(names);
        if (!asked.isFull()) {
            return proceed(request, names, wanted);
        }
        sessions.remove(asked.sessionId());
        if (asked.epoch() == FetchMetadata.FINAL_EPOCH) {
            return new FetchContext.Sessionless(wanted);
        }
        return new FetchContext.Opening(wanted, results -> create(request, wanted, results));
    }

    private FetchContext proceed(
            FetchRequest request, Map<Uuid, String> names, Map<TopicIdPartition, PartitionData> wanted) {
        FetchMetadata asked = request.metadata();
        FetchSession session = sessions.get(asked.sessionId());
        if (session == null) {
            return new FetchContext.Refused(Errors.FETCH_SESSION_ID_NOT_FOUND);
        }
        if (session.epoch() != asked.epoch()) {
            return new FetchContext.Refused(Errors.INVALID_FETCH_SESSION_EPOCH);
        }
        if (session.usesTopicIds() != usesTopicIds(request)) {
            return new FetchContext.Refused(Errors.FETCH_SESSION_TOPIC_ID_ERROR);
        }
        session.update(wanted, request.forgottenTopics(names));
        if (session.size() == 0) {
            sessions.remove(session.id());
            return new FetchContext.Sessionless(wanted);
        }
        session.use(FetchMetadata.nextEpoch(session.epoch()), nowMs.getAsLong());
        return new FetchContext.Incremental(session, session.epoch(), session.wanted(names));
    }

    /** Keep a session for what a full fetch was told; returns its id, 0 if there is no room. */
    private int create(
            FetchRequest request,
            Map<TopicIdPartition, PartitionData> wanted,
            Map<TopicIdPartition, FetchResponseData.PartitionData> results) {
        if (sessions.size() >= slots && !evict(results.size())) {
            return FetchMetadata.INVALID_SESSION_ID;
        }
        FetchSession session = new FetchSession(newId(), usesTopicIds(request), nowMs.getAsLong());
        results.forEach((partition, told) -> {
            PartitionData data = wanted.get(partition);
            if (data != null) {
                session.update(Map.of(partition, data), List.of());
                session.remember(partition, told);
            }
        });
        sessions.put(session.id(), session);
        return session.id();
    }

    /** Make room: end a session nobody used for long, else a smaller one that is not young. */
    private boolean evict(int size) {
        Optional<FetchSession> stale = sessions.values().stream()
                .min(comparingLong(FetchSession::lastUsedMs).thenComparingInt(FetchSession::id))
                .filter(session -> nowMs.getAsLong() - session.lastUsedMs() > EVICTION_MS);
        Optional<FetchSession> victim = stale.isPresent()
                ? stale
                : sessions.values().stream()
                        .filter(session -> session.ageWhenUsedMs() > EVICTION_MS)
                        .min(comparingInt(FetchSession::size).thenComparingInt(FetchSession::id))
                        .filter(session -> session.size() < size);
        victim.ifPresent(session -> sessions.remove(session.id()));
        return victim.isPresent();
    }

    /** A positive id no session has: a scrambled count, different in every incarnation. */
    private int newId() {
        int id;
        do {
            long mixed = (incarnation.getAsLong() + ++created * GOLDEN) * 0xBF58476D1CE4E5B9L;
            id = (int) ((mixed ^ (mixed >>> 31)) & Integer.MAX_VALUE);
        } while (id == FetchMetadata.INVALID_SESSION_ID || sessions.containsKey(id));
        return id;
    }

    private static boolean usesTopicIds(FetchRequest request) {
        return request.version() >= FIRST_WITH_TOPIC_IDS;
    }
}
