/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ShareRequestMetadata;
import org.apache.kafka.common.utils.internals.ImplicitLinkedHashCollection;
import org.apache.kafka.server.share.CachedSharePartition;
import org.apache.kafka.server.share.context.FinalContext;
import org.apache.kafka.server.share.context.ShareFetchContext;
import org.apache.kafka.server.share.context.ShareSessionContext;
import org.apache.kafka.server.share.session.ShareSession;
import org.apache.kafka.server.share.session.ShareSessionKey;

/**
 * The share sessions of a broker: what each member fetches without naming it each time. A session ends
 * with its last request, with its connection, or when it is begun anew. Sessions themselves are Kafka's;
 * its cache of them registers metrics for the whole JVM, this one does not. Confined to the loop.
 */
final class ShareSessions {

    private final Map<ShareSessionKey, ShareSession> sessions = new HashMap<>();
    private final Map<String, ShareSessionKey> byConnection = new HashMap<>();

    /** What a request says about its session. */
    record Question(String group, String member, int epoch, String connection) {
        private ShareSessionKey key() {
            return new ShareSessionKey(group, member);
        }
    }

    /**
     * Open the session a fetch belongs to.
     *
     * @param wanted partitions that are new in it
     * @param forgotten partitions that are no longer fetched
     * @throws org.apache.kafka.common.errors.ApiException ShareSessionNotFoundException,
     *     InvalidShareSessionEpochException, ShareSessionLimitReachedException, InvalidRequestException
     */
    ShareFetchContext open(
            Question question, List<TopicIdPartition> wanted, List<TopicIdPartition> forgotten, Opening opening) {
        if (question.epoch == ShareRequestMetadata.FINAL_EPOCH) {
            find(question);
            return new FinalContext();
        }
        if (question.epoch != ShareRequestMetadata.INITIAL_EPOCH) {
            ShareSession session = next(question);
            session.update(wanted, forgotten);
            session.updateCachedSize();
            return new ShareSessionContext(question.epoch, session);
        }
        if (opening.acknowledges) {
            throw Errors.INVALID_REQUEST.exception();
        }
        remove(question.group, question.member);
        if (sessions.size() >= opening.limit) {
            throw Errors.SHARE_SESSION_LIMIT_REACHED.exception();
        }
        begin(question, wanted);
        return new ShareSessionContext(question.epoch, wanted);
    }

    /**
     * What matters when a session begins.
     *
     * @param acknowledges whether the fetch acknowledges something, which a first one cannot
     * @param limit so many sessions may there be
     */
    record Opening(boolean acknowledges, int limit) {}

    private void begin(Question question, List<TopicIdPartition> wanted) {
        ImplicitLinkedHashCollection<CachedSharePartition> partitions =
                new ImplicitLinkedHashCollection<>(wanted.size());
        wanted.forEach(partition -> partitions.mustAdd(new CachedSharePartition(partition, false)));
        ShareSession session = new ShareSession(
                question.key(),
                partitions,
                ShareRequestMetadata.nextEpoch(ShareRequestMetadata.INITIAL_EPOCH),
                question.connection);
        sessions.put(question.key(), session);
        byConnection.put(question.connection, question.key());
    }

    /** Check that acknowledgements belong to a session, and move it on unless they are its last request. */
    void acknowledge(Question question) {
        if (question.epoch == ShareRequestMetadata.INITIAL_EPOCH) {
            throw Errors.INVALID_SHARE_SESSION_EPOCH.exception();
        }
        if (question.epoch == ShareRequestMetadata.FINAL_EPOCH) {
            find(question);
        } else {
            next(question);
        }
    }

    private ShareSession find(Question question) {
        ShareSession session = sessions.get(question.key());
        if (session == null) {
            throw Errors.SHARE_SESSION_NOT_FOUND.exception();
        }
        return session;
    }

    private ShareSession next(Question question) {
        ShareSession session = find(question);
        if (session.epoch != question.epoch) {
            throw Errors.INVALID_SHARE_SESSION_EPOCH.exception();
        }
        session.epoch = ShareRequestMetadata.nextEpoch(session.epoch);
        return session;
    }

    /** End a member's session; tells what it fetched, empty if there was none. */
    Optional<List<TopicIdPartition>> remove(String group, String member) {
        ShareSession session = sessions.remove(new ShareSessionKey(group, member));
        if (session == null) {
            return Optional.empty();
        }
        return Optional.of(session.partitionMap().stream()
                .map(cached ->
                        new TopicIdPartition(cached.topicId(), new TopicPartition(cached.topic(), cached.partition())))
                .toList());
    }

    /** What ended with a connection: the group, and the member whose session it still carried. */
    record Gone(String group, Optional<String> member) {}

    /** A connection is gone; empty if it never carried a session. */
    Optional<Gone> disconnected(String connection) {
        ShareSessionKey key = byConnection.remove(connection);
        if (key == null) {
            return Optional.empty();
        }
        ShareSession session = sessions.get(key);
        boolean carried = session != null && session.connectionId().equals(connection);
        return Optional.of(new Gone(key.groupId(), carried ? Optional.of(key.memberId()) : Optional.empty()));
    }

    boolean hasMembers(String group) {
        return sessions.keySet().stream().anyMatch(key -> key.groupId().equals(group));
    }

    void clear() {
        sessions.clear();
        byConnection.clear();
    }
}
