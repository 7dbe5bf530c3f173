/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.raft;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What a voter knows only while it leads: how far the others are and which of their fetches wait. Confined to its voter. */
final class Leading {

    /** A fetch with nothing to tell yet. */
    record Waiting(long token, RaftRequest.Fetch fetch, long untilMs) {}

    private final RaftSettings settings;
    private final long epochStart;
    private final Map<Integer, Progress> followers = new LinkedHashMap<>();
    private final Map<Integer, Waiting> waiting = new LinkedHashMap<>();
    private final Set<Integer> heard = new HashSet<>();
    private long quorumDueMs;
    private long announceDueMs;

    private static final class Progress {
        private final int id;
        private final ReplicaClock clock = new ReplicaClock();
        private long end = -1;
        private long fetchedMs = Long.MIN_VALUE;

        Progress(int id) {
            this.id = id;
        }
    }

    /**
     * Begin to lead.
     *
     * @param epochStart the offset of the record this epoch begins with
     */
    Leading(RaftSettings settings, long epochStart, long nowMs) {
        this.settings = settings;
        this.epochStart = epochStart;
        settings.others().forEach(id -> followers.put(id, new Progress(id)));
        this.quorumDueMs = alone() ? Long.MAX_VALUE : nowMs + settings.checkQuorumMs();
        this.announceDueMs = alone() ? Long.MAX_VALUE : nowMs;
    }

    private boolean alone() {
        return followers.isEmpty();
    }

    long epochStart() {
        return epochStart;
    }

    /** Take a valid fetch into account. */
    void fetched(RaftRequest.Fetch fetch, long leaderEnd, Now now) {
        Progress follower = followers.get(fetch.voter());
        if (follower == null) {
            return;
        }
        follower.clock.fetched(fetch.offset(), leaderEnd, now.wallMs());
        follower.end = fetch.offset();
        follower.fetchedMs = now.ms();
        heard.add(fetch.voter());
        if (heard.size() >= settings.majority() - 1) {
            heard.clear();
            quorumDueMs = now.ms() + settings.checkQuorumMs();
        }
    }

    /** The offset up to which a majority has the log, the leader counted. */
    long majorityEnd(long ownEnd) {
        List<Long> ends = new ArrayList<>();
        ends.add(ownEnd);
        followers.values().forEach(follower -> ends.add(follower.end));
        ends.sort(Comparator.reverseOrder());
        return ends.get(settings.majority() - 1);
    }

    /** Let a fetch wait; the one of the same voter that waited before. */
    Optional<Waiting> await(Waiting fetch) {
        return Optional.ofNullable(waiting.put(fetch.fetch().voter(), fetch));
    }

    /** Take out the fetches that need wait no longer. */
    List<Waiting> take(Predicate<Waiting> over) {
        List<Waiting> taken = waiting.values().stream().filter(over).toList();
        waiting.values().removeAll(taken);
        return taken;
    }

    boolean lostItsQuorum(long nowMs) {
        return nowMs >= quorumDueMs;
    }

    /** The voters to be told, now, who leads: those that have not fetched of late. */
    List<Integer> toAnnounceTo(long nowMs) {
        if (nowMs < announceDueMs) {
            return List.of();
        }
        int interval = settings.fetchTimeoutMs() / 2;
        announceDueMs = nowMs + Math.max(1, interval);
        return followers.values().stream()
                .filter(follower -> follower.fetchedMs == Long.MIN_VALUE || nowMs - follower.fetchedMs >= interval)
                .map(follower -> follower.id)
                .toList();
    }

    long dueMs() {
        long due = Math.min(quorumDueMs, announceDueMs);
        for (Waiting fetch : waiting.values()) {
            due = Math.min(due, fetch.untilMs());
        }
        return due;
    }

    /** The other voters, the one with the longest log first. */
    List<Integer> successors() {
        return followers.values().stream()
                .sorted(Comparator.comparing((Progress follower) -> follower.end)
                        .reversed()
                        .thenComparing(follower -> follower.id))
                .map(follower -> follower.id)
                .toList();
    }

    /** All voters as the leader sees them, itself among them. */
    List<Replica> voters(long ownEnd, long wallMs) {
        return settings.voters().stream()
                .map(id -> id == settings.self() ? new Replica(id, ownEnd, wallMs, wallMs) : seen(id))
                .toList();
    }

    private Replica seen(int voter) {
        Progress follower = Optional.ofNullable(followers.get(voter)).orElseThrow();
        return new Replica(voter, follower.end, follower.clock.lastFetchMs(), follower.clock.lastCaughtUpMs());
    }
}
