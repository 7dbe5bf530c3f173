/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static io.kafkatrial.check.Positions.NONE;

import io.kafkatrial.check.Transactions.Transaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The committed offset of one group in one partition, as far as the history has come. Commits with an unknown end
 * may have taken effect, or may do so later. Confined to one judgement.
 */
final class CommitLog {

    /** A commit that was asked for and has no end yet. */
    record Open(String consumer, long offset, int position, @Nullable String newerOwner) {}

    /** A commit that succeeded: asked for at one position, known at another. */
    record Done(String by, long offset, int invokedAt, int position, long nanos) {}

    /** A commit below one that had taken effect before. */
    record Step(Done before, Done after) {}

    final String group;
    final String topic;
    final int partition;

    /** The last commit that certainly took effect; null before the first, and after a reset. */
    @Nullable
    Done sure;

    /** The transaction it came with, if it did. */
    @Nullable
    Transaction sureBy;

    /** Offsets that may be committed, or become so: commits without an end, or with an unknown one. */
    final Set<Long> perhaps = new HashSet<>();

    final List<Open> open = new ArrayList<>();

    /** All commits that succeeded, alone or with a transaction, for the question what was processed by then. */
    final List<Done> all = new ArrayList<>();

    /** Steps back, as clients and as the coordinator saw them. */
    final List<Step> stepsOfClients = new ArrayList<>();

    final List<Step> stepsOfCoordinator = new ArrayList<>();

    /** The last offset the coordinator took. */
    @Nullable
    Done taken;

    /** Where the offset was erased last; {@link Positions#NONE} if never, or committed since. */
    int erasedAt = NONE;

    /** Where members moved their positions, and to which offsets. */
    private final Positions seeks = new Positions();

    private final List<Long> soughtTo = new ArrayList<>();

    CommitLog(String group, String topic, int partition) {
        this.group = group;
        this.topic = topic;
        this.partition = partition;
    }

    /** A member moved its position: commits down to there are what it wants. */
    void sought(long offset, int position) {
        seeks.add(position);
        soughtTo.add(Math.max(offset, 0));
    }

    void invoked(Open commit) {
        open.add(commit);
        perhaps.add(commit.offset);
    }

    /** The oldest open commit of that offset by that consumer; null if it was not announced. */
    @Nullable
    Open close(String consumer, long offset) {
        for (int i = 0; i < open.size(); i++) {
            Open commit = open.get(i);
            if (commit.consumer.equals(consumer) && commit.offset == offset) {
                open.remove(i);
                return commit;
            }
        }
        return null;
    }

    private boolean isOpen(long offset) {
        return open.stream().anyMatch(commit -> commit.offset == offset);
    }

    /** A commit certainly took effect. */
    void committed(Done commit, @Nullable Transaction transaction) {
        Done before = sure;
        if (before != null && commit.offset < before.offset && !isWanted(commit.offset, before.position)) {
            boolean sameClient = before.by.equals(commit.by);
            boolean later = commit.invokedAt > before.position;
            if (sameClient || (later && commit.invokedAt != commit.position)) {
                stepsOfClients.add(new Step(before, commit));
            }
        }
        sure = commit;
        sureBy = transaction;
        erasedAt = NONE;
        all.add(commit);
        if (!isOpen(commit.offset)) {
            perhaps.remove(commit.offset);
        }
    }

    /** The coordinator took an offset. */
    void taken(Done commit) {
        Done before = taken;
        if (before != null && commit.offset < before.offset && !isWanted(commit.offset, before.position)) {
            stepsOfCoordinator.add(new Step(before, commit));
        }
        taken = commit;
    }

    /** Whether a member moved its position down to there since. */
    private boolean isWanted(long offset, int since) {
        for (int i = seeks.size() - 1; i >= 0 && seeks.get(i) > since; i--) {
            if (soughtTo.get(i) <= offset) {
                return true;
            }
        }
        return false;
    }

    /**
     * Set or erased by somebody else: what was committed before does not count any more. The coordinator takes an offset
     * before who set it is told so; that is no step back of a member, unless one committed that offset itself.
     */
    void reset(long offset, int position, long nanos) {
        Done last = taken;
        boolean byMember = perhaps.contains(offset) || (sure != null && sure.offset == offset);
        if (last != null && last.offset == offset && !byMember) {
            stepsOfCoordinator.removeIf(step -> step.after().equals(last));
        }
        sure = offset < 0 ? null : new Done("an administrator", offset, position, position, nanos);
        sureBy = null;
        taken = taken == null ? null : sure;
        erasedAt = offset < 0 ? position : NONE;
        perhaps.clear();
        open.forEach(commit -> perhaps.add(commit.offset));
    }

    /** Steps back by the best witness there is: the coordinator, else the clients. */
    List<Step> steps() {
        return taken != null ? stepsOfCoordinator : stepsOfClients;
    }
}
