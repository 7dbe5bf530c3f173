/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.embedded.loop.Loop;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.message.ShareAcknowledgeResponseData;
import org.apache.kafka.common.message.ShareFetchResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.server.share.SharePartitionKey;
import org.apache.kafka.server.share.acknowledge.ShareAcknowledgementBatch;
import org.apache.kafka.server.share.context.ShareFetchContext;
import org.apache.kafka.server.share.persister.Persister;
import org.jspecify.annotations.Nullable;

/**
 * The share partitions one incarnation of a broker leads, for all groups, and the sessions of the members
 * that fetch from it: what Kafka's {@code SharePartitionManager} does. Built when the first member comes.
 *
 * <p>Confined to the broker's loop: call everything there, and its futures complete there.
 */
public final class ShareLeader {

    private final Loop loop;
    private final ShareRules rules;
    private final ShareLogs logs;
    private final SharePartition.Parts parts;
    private final ShareSessions sessions = new ShareSessions();
    private final Map<SharePartitionKey, SharePartition> partitions = new HashMap<>();
    private final Set<WaitingFetch> waiting = new LinkedHashSet<>();

    /**
     * @param persister keeps what was acknowledged; its futures complete on the loop
     */
    public ShareLeader(Loop loop, ShareRules rules, Persister persister, ShareLogs logs) {
        this.loop = requireNonNull(loop, "loop");
        this.rules = requireNonNull(rules, "rules");
        this.logs = requireNonNull(logs, "logs");
        this.parts = new SharePartition.Parts(loop, rules, persister, logs);
    }

    /** The groups' settings. */
    public ShareRules rules() {
        return rules;
    }

    /**
     * A member's place in its session.
     *
     * @param epoch 0 begins a session, -1 ends it
     * @param connection ends the session when it ends
     */
    public record Session(String group, String member, int epoch, String connection) {
        private ShareSessions.Question question() {
            return new ShareSessions.Question(group, member, epoch, connection);
        }
    }

    /**
     * Open the session of a fetch.
     *
     * @throws ApiException ShareSessionNotFoundException, InvalidShareSessionEpochException,
     *     ShareSessionLimitReachedException; InvalidRequestException if a first fetch acknowledges
     */
    public ShareFetchContext open(
            Session session, List<TopicIdPartition> wanted, List<TopicIdPartition> forgotten, boolean acknowledges) {
        return sessions.open(
                session.question(), wanted, forgotten, new ShareSessions.Opening(acknowledges, rules.sessions()));
    }

    /** Move the session of a request on that only acknowledges; refuse what is not in one. */
    public void acknowledgeIn(Session session) {
        sessions.acknowledge(session.question());
    }

    /** Ends after so long: a member that gets no session must not ask again at once. */
    public CompletableFuture<Void> idle(long ms) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        loop.schedule(ms, () -> over.complete(null));
        return over;
    }

    /** Acquire records, waiting for enough of them. */
    public CompletableFuture<Map<TopicIdPartition, ShareFetchResponseData.PartitionData>> fetch(ShareRequest request) {
        if (request.partitions().isEmpty() || request.maxRecords() == 0 || request.maxBytes() == 0) {
            return CompletableFuture.completedFuture(Map.of());
        }
        String group = request.group();
        WaitingFetch fetch =
                new WaitingFetch(request, rules, logs, (id, failure) -> forgetIfFenced(group, id, failure));
        for (TopicIdPartition id : request.partitions()) {
            try {
                add(fetch, group, id);
            } catch (ApiException refused) {
                fetch.fail(id, refused);
            }
        }
        waiting.add(fetch);
        Loop.Cancellable timer = loop.schedule(request.maxWaitMs(), fetch::timeIsUp);
        fetch.answer().whenComplete((answer, failure) -> {
            timer.cancel();
            waiting.remove(fetch);
            fetch.partitions().forEach(this::wake);
        });
        fetch.attempt();
        return fetch.answer();
    }

    private void add(WaitingFetch fetch, String group, TopicIdPartition id) {
        SharePartitionKey key = new SharePartitionKey(group, id);
        SharePartition partition = partitions.get(key);
        if (partition == null) {
            partition = new SharePartition(key, logs.leaderEpoch(id), parts, () -> wake(group, id));
            partitions.put(key, partition);
        }
        SharePartition joined = partition;
        fetch.add(id, joined);
        CompletableFuture<Void> ready = joined.initialize();
        boolean atOnce = ready.isDone();
        ready.whenComplete((nothing, failure) -> {
            if (failure != null) {
                onNotReady(fetch, key, joined, failure);
            }
            if (!atOnce) {
                wake(group, id);
            }
        });
    }

    /** Another fetch may be reading the state: then this one waits for that. */
    private void onNotReady(WaitingFetch fetch, SharePartitionKey key, SharePartition partition, Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (!(cause instanceof LeaderNotAvailableException)) {
            if (partitions.get(key) == partition) {
                forget(key);
            }
            fetch.fail(key.topicIdPartition(), cause);
        }
    }

    /** Take acknowledgements; each partition ends for itself, when its changes are written. */
    public CompletableFuture<Map<TopicIdPartition, ShareAcknowledgeResponseData.PartitionData>> acknowledge(
            String group, String member, Map<TopicIdPartition, List<ShareAcknowledgementBatch>> batches) {
        return each(
                group,
                batches.keySet(),
                (id, partition) -> partition.acknowledge(member, batches.getOrDefault(id, List.of())));
    }

    /**
     * End a member's session and make available what it has.
     *
     * @return fails with ShareSessionNotFoundException if there is none
     */
    public CompletableFuture<Map<TopicIdPartition, ShareAcknowledgeResponseData.PartitionData>> endSession(
            String group, String member) {
        Optional<List<TopicIdPartition>> fetched = sessions.remove(group, member);
        return fetched.isEmpty()
                ? CompletableFuture.failedFuture(Errors.SHARE_SESSION_NOT_FOUND.exception())
                : each(group, fetched.get(), (id, partition) -> partition.release(member));
    }

    private CompletableFuture<Map<TopicIdPartition, ShareAcknowledgeResponseData.PartitionData>> each(
            String group,
            Iterable<TopicIdPartition> ids,
            BiFunction<TopicIdPartition, SharePartition, CompletableFuture<Void>> change) {
        Map<TopicIdPartition, CompletableFuture<ShareAcknowledgeResponseData.PartitionData>> ends =
                new LinkedHashMap<>();
        for (TopicIdPartition id : ids) {
            SharePartition partition = partitions.get(new SharePartitionKey(group, id));
            CompletableFuture<Void> end = partition == null
                    ? CompletableFuture.failedFuture(Errors.UNKNOWN_TOPIC_OR_PARTITION.exception())
                    : change.apply(id, partition);
            ends.put(id, end.handle((nothing, failure) -> ended(group, id, failure)));
        }
        return CompletableFuture.allOf(ends.values().toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    Map<TopicIdPartition, ShareAcknowledgeResponseData.PartitionData> answers = new LinkedHashMap<>();
                    ends.forEach((id, end) -> answers.put(id, end.join()));
                    return answers;
                });
    }

    private ShareAcknowledgeResponseData.PartitionData ended(
            String group, TopicIdPartition id, @Nullable Throwable failure) {
        var answer = new ShareAcknowledgeResponseData.PartitionData().setPartitionIndex(id.partition());
        if (failure != null) {
            forgetIfFenced(group, id, failure);
            answer.setErrorCode(Errors.forException(failure).code()).setErrorMessage(failure.getMessage());
        }
        return answer;
    }

    private void forgetIfFenced(String group, TopicIdPartition id, Throwable failure) {
        if (failure instanceof NotLeaderOrFollowerException
                || failure instanceof GroupIdNotFoundException
                || failure instanceof UnknownTopicOrPartitionException) {
            forget(new SharePartitionKey(group, id));
        }
    }

    private void forget(SharePartitionKey key) {
        SharePartition gone = partitions.remove(key);
        if (gone != null) {
            gone.fence();
            wake(key.groupId(), key.topicIdPartition());
        }
    }

    /**
     * A member's connection is gone: so is its session, and what it has is available again. When it was the
     * group's last here, as in Kafka, all of the group is forgotten, and read back for its next member.
     */
    public void onDisconnected(String connection) {
        sessions.disconnected(connection).ifPresent(gone -> {
            gone.member().ifPresent(member -> endSession(gone.group(), member));
            if (!sessions.hasMembers(gone.group())) {
                forgetAll(key -> key.groupId().equals(gone.group()));
            }
        });
    }

    /** This broker no longer leads the partition, or the partition is gone. */
    public void onResigned(TopicIdPartition partition) {
        forgetAll(key -> key.topicIdPartition().equals(partition));
    }

    /** Share groups were switched off ({@code share.version} 0). */
    public void onDisabled() {
        sessions.clear();
        forgetAll(key -> true);
    }

    private void forgetAll(Predicate<SharePartitionKey> which) {
        List.copyOf(partitions.keySet()).stream().filter(which).forEach(this::forget);
    }

    /** More of the partition can be read. */
    public void onHighWatermark(TopicIdPartition partition) {
        wake(partition);
    }

    private void wake(TopicIdPartition id) {
        List.copyOf(waiting).stream().filter(fetch -> fetch.isAbout(id)).forEach(this::attemptSoon);
    }

    private void wake(String group, TopicIdPartition id) {
        List.copyOf(waiting).stream().filter(fetch -> fetch.isAbout(group, id)).forEach(this::attemptSoon);
    }

    /** Not at once: the caller may be in the middle of a step of replication. */
    private void attemptSoon(WaitingFetch fetch) {
        loop.execute(fetch::attempt);
    }
}
