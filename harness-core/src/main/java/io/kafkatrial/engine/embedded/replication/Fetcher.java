/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.ApiException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches from one leader all partitions this broker follows there, one request after the other, each
 * held by the leader until there is something new.
 *
 * <p>Two things differ from Kafka's fetcher thread, both so that a cluster moves on faster, neither
 * visible in what is replicated. A newly followed partition does not wait for the request in flight but
 * goes out at once in a further one. And a request that stays silent is repeated long before its
 * time-out, as TCP would repeat a lost segment; whichever answer comes first counts, by Kafka's own test:
 * same epoch, same log end. Confined to the loop.
 */
final class Fetcher {
    private static final int TIMEOUT_MS = 30_000;
    private static final int PATIENCE_MS = 1_500;

    private final int leader;
    private final ReplicationSettings settings;
    private final Brokers brokers;
    private final Turn turn;
    private final Map<TopicIdPartition, Following> followings = new LinkedHashMap<>();
    private final TreeMap<Long, Map<TopicIdPartition, ReplicaFetch.Wanted>> inFlight = new TreeMap<>();
    private Deadlines.@Nullable Deadline wakeUp;
    private boolean grown;

    Fetcher(int leader, ReplicationSettings settings, Brokers brokers, Turn turn) {
        this.leader = leader;
        this.settings = settings;
        this.brokers = brokers;
        this.turn = turn;
    }

    void add(Hosted replica) {
        followings.put(replica.partition(), new Following(replica));
        grown = true;
    }

    void remove(Hosted replica) {
        followings.remove(replica.partition());
    }

    /** Send a fetch of everything that is ready, unless one is in flight already that covers it. */
    void send() {
        if (!inFlight.isEmpty() && !grown) {
            return;
        }
        List<ReplicaFetch.Wanted> wanted = new ArrayList<>(followings.size());
        long nextReadyMs = Long.MAX_VALUE;
        for (Following following : followings.values()) {
            if (following.isReady(turn.elapsedMs())) {
                wanted.add(following.want(settings.fetchMaxBytes()));
            } else {
                nextReadyMs = Math.min(nextReadyMs, following.readyAtMs());
            }
        }
        grown = false;
        if (wanted.isEmpty()) {
            wakeAt(nextReadyMs);
        } else {
            send(wanted);
            wakeAt(Math.min(nextReadyMs, turn.elapsedMs() + settings.fetchWaitMaxMs() + PATIENCE_MS));
        }
    }

    private void send(List<ReplicaFetch.Wanted> wanted) {
        Map<TopicIdPartition, ReplicaFetch.Wanted> asked = new HashMap<>();
        wanted.forEach(one -> asked.put(one.partition(), one));
        long requestId = turn.nextRequestId();
        inFlight.put(requestId, asked);
        ReplicaFetch.Request request = new ReplicaFetch.Request(
                settings.brokerId(),
                brokers.ownEpoch(),
                settings.fetchWaitMaxMs(),
                settings.fetchMinBytes(),
                settings.fetchResponseMaxBytes(),
                wanted);
        turn.emit(new Output.SendReplicaFetch(leader, requestId, TIMEOUT_MS, request));
    }

    /** Whatever is ready by then goes out by then, even beside a request that is still silent. */
    private void wakeAt(long atMs) {
        turn.deadlines().cancel(wakeUp);
        wakeUp = atMs == Long.MAX_VALUE
                ? null
                : turn.deadlines().at(atMs, () -> {
                    grown = true;
                    send();
                });
    }

    void ended(Input.ReplicaFetchEnded ended) {
        Map<TopicIdPartition, ReplicaFetch.Wanted> asked = inFlight.remove(ended.requestId());
        if (asked == null) {
            return;
        }
        ReplicaFetch.Answer answer = ended.answer();
        if (answer == null) {
            if (inFlight.isEmpty()) {
                backOff(asked);
            }
        } else {
            inFlight.headMap(ended.requestId()).clear();
            answer.partitions().forEach((partition, result) -> take(asked.get(partition), result));
        }
        send();
    }

    private void backOff(Map<TopicIdPartition, ReplicaFetch.Wanted> asked) {
        for (TopicIdPartition partition : asked.keySet()) {
            Following following = followings.get(partition);
            if (following != null && following.isReady(turn.elapsedMs())) {
                following.backOff(turn.elapsedMs(), settings.fetchBackoffMs());
            }
        }
    }

    private void take(ReplicaFetch.@Nullable Wanted wanted, FetchResult result) {
        Following following = wanted == null ? null : followings.get(wanted.partition());
        if (wanted == null || following == null || !following.isReady(turn.elapsedMs()) || !following.fits(wanted)) {
            return;
        }
        switch (outcome(following, result)) {
            case GO_ON -> {
                if (result.records().sizeInBytes() > 0) {
                    followings.remove(wanted.partition());
                    followings.put(wanted.partition(), following);
                }
            }
            case BACK_OFF -> following.backOff(turn.elapsedMs(), settings.fetchBackoffMs());
            case FENCED -> following.fence();
        }
    }

    private Following.Outcome outcome(Following following, FetchResult result) {
        try {
            return following.take(result, turn.wallMs());
        } catch (ApiException corrupt) {
            return Following.Outcome.BACK_OFF;
        } catch (IllegalStateException misfit) {
            return Following.Outcome.FENCED;
        }
    }
}
