/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static io.kafkatrial.check.Positions.NONE;

import io.kafkatrial.check.Anomaly.Kind;
import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.Lane;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows who owns which partition in each group, and whether two members at once not only believed to own one
 * but worked on it. A member owns a partition from its assignment to its revocation, its end, or its being told
 * that it is out. Members of share groups own nothing. Confined to one judgement.
 */
final class Ownership extends Watcher {

    private record Key(String group, String partition) {}

    /** Two members that own one partition at a time. */
    private static final class Overlap {
        final Key of;
        final String[] members;
        final int[] acted = {NONE, NONE};

        Overlap(Key of, String older, String newer) {
            this.of = of;
            this.members = new String[] {older, newer};
        }

        void acted(String member, int position) {
            for (int i = 0; i < members.length; i++) {
                if (members[i].equals(member) && acted[i] == NONE) {
                    acted[i] = position;
                }
            }
        }
    }

    private final Ledger ledger;
    private final Map<Key, List<String>> owners = new HashMap<>();
    private final Map<Key, String> latest = new HashMap<>();
    private final List<Overlap> open = new ArrayList<>();
    private final List<Overlap> found = new ArrayList<>();

    Ownership(Ledger ledger) {
        super(io.kafkatrial.history.Kind.PROCESSED, io.kafkatrial.history.Kind.OTHER);
        this.ledger = ledger;
    }

    @Override
    void see(Cursor at, Lane lane) {
        if (lane.kind() == io.kafkatrial.history.Kind.OTHER) {
            other(at.event());
        } else {
            acted(at, lane);
        }
    }

    private void other(Event event) {
        if (event instanceof Event.Assigned assigned) {
            assigned.group().filter(group -> !ledger.clients.isShare(group)).ifPresent(group -> assigned.partitions()
                    .forEach(partition -> own(new Key(group, partition), assigned.consumer())));
        } else if (event instanceof Event.Revoked revoked) {
            revoked.group().ifPresent(group -> revoked.partitions()
                    .forEach(partition -> leave(new Key(group, partition), revoked.consumer())));
        } else if (event instanceof Event.ClientChanged change && change.isEnd()) {
            leaveAll(change.client());
        } else if (event instanceof Event.MemberFenced fenced) {
            leaveAll(fenced.consumer());
        }
    }

    private void own(Key key, String member) {
        List<String> its = owners.computeIfAbsent(key, any -> new ArrayList<>());
        for (String other : its) {
            if (!other.equals(member)) {
                open.add(new Overlap(key, other, member));
            }
        }
        if (!its.contains(member)) {
            its.add(member);
        }
        latest.put(key, member);
    }

    private void leave(Key key, String member) {
        List<String> its = owners.get(key);
        if (its != null && its.remove(member)) {
            close(overlap -> overlap.of.equals(key), member);
        }
    }

    private void leaveAll(String member) {
        owners.values().forEach(its -> its.remove(member));
        latest.values().removeIf(member::equals);
        close(overlap -> true, member);
    }

    private void close(java.util.function.Predicate<Overlap> which, String member) {
        open.removeIf(overlap -> which.test(overlap)
                && (overlap.members[0].equals(member) || overlap.members[1].equals(member))
                && keep(overlap));
    }

    private boolean keep(Overlap overlap) {
        if (overlap.acted[0] != NONE && overlap.acted[1] != NONE) {
            found.add(overlap);
        }
        return true;
    }

    /** A record was handed out, or its effect reported. */
    void acted(Cursor at, Lane lane) {
        if (!open.isEmpty()) {
            actedInOverlap(at, lane);
        }
    }

    private void actedInOverlap(Cursor at, Lane lane) {
        String partition = ledger.names.places().name(lane.place()).toString();
        for (Overlap overlap : open) {
            if (overlap.of.partition.equals(partition)) {
                String member = lane.kind() == io.kafkatrial.history.Kind.POLLED
                        ? ledger.names.readers().name(lane.reader())
                        : holder(at, lane, overlap.of.group);
                if (member != null) {
                    overlap.acted(member, at.position());
                }
            }
        }
    }

    /** The member that was handed this record last before its effect was reported. */
    private @Nullable String holder(Cursor at, Lane lane, String group) {
        int number = ledger.names.groups().number(group);
        if (number < 0 || !lane.hasSequence()) {
            return null;
        }
        int[] deliveries = ledger.readers.deliveriesTo(number).all(at.record());
        return deliveries.length == 0
                ? null
                : ledger.names
                        .readers()
                        .name(ledger.laneAt(deliveries[deliveries.length - 1]).reader());
    }

    /** Who else was assigned the partition after this member was last; null if it has not been taken over. */
    @Nullable
    String newerOwner(String member, String group, String partition) {
        String owner = latest.get(new Key(group, partition));
        return owner == null || owner.equals(member) ? null : owner;
    }

    @Override
    void end(Consumer<Anomaly> report) {
        open.forEach(this::keep);
        for (Overlap overlap : found) {
            int dash = overlap.of.partition.lastIndexOf('-');
            new Case(ledger, Kind.ASSIGNMENT_OVERLAP)
                    .fact("partition", overlap.of.partition.substring(dash + 1))
                    .fact("group", overlap.of.group)
                    .fact("one", overlap.members[0])
                    .fact("two", overlap.members[1])
                    .evidence(overlap.acted)
                    .report(Math.max(overlap.acted[0], overlap.acted[1]), report);
        }
    }
}
