/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.witness;

import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.history.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who is in which group, and what is assigned to whom. Guarded by the {@link Witness}. */
final class Members {

    /** A member of a group; it is a reader by its name. */
    static final class Member {
        final String name;
        final String group;
        final String client;
        final String protocol;
        private Set<PartitionId> assigned = Set.of();
        private int generation = -1;
        private boolean opened;

        Member(String name, String group, String client, String protocol) {
            this.name = name;
            this.group = group;
            this.client = client;
            this.protocol = protocol;
        }
    }

    private record Id(String group, String member) {}

    private final Notes notes;
    private final Names names = new Names();
    private final Map<Id, Member> members = new HashMap<>();

    Members(Notes notes) {
        this.notes = notes;
    }

    @Nullable
    Member find(String group, @Nullable String member) {
        return members.get(new Id(group, member == null ? "" : member));
    }

    /** A client was let into a group, or asks for its partitions. */
    Member joined(String group, String member, String client, String protocol) {
        return members.computeIfAbsent(
                new Id(group, member), id -> new Member(names.next(client), group, client, protocol));
    }

    /** Say as which member it is in its group, if that is new. */
    void generation(Member member, String id, int generation, Optional<String> instance) {
        if (member.generation != generation && generation >= 0) {
            member.generation = generation;
            notes.write(at -> new Event.Joined(at, member.name, member.group, id, generation, instance));
        }
    }

    /** A member was told what it has from now on. */
    void assigned(Member member, Collection<PartitionId> partitions) {
        Set<PartitionId> gone = new TreeSet<>(PLACES);
        gone.addAll(member.assigned);
        gone.removeAll(partitions);
        Set<PartitionId> came = new TreeSet<>(PLACES);
        came.addAll(partitions);
        came.removeAll(member.assigned);
        if (!gone.isEmpty()) {
            notes.write(at -> new Event.Revoked(at, member.name, Optional.of(member.group), texts(gone)));
        }
        if (!came.isEmpty()) {
            notes.write(at -> new Event.Assigned(at, member.name, Optional.of(member.group), texts(came)));
        }
        member.assigned = Set.copyOf(partitions);
    }

    private static final java.util.Comparator<PartitionId> PLACES =
            java.util.Comparator.comparing(PartitionId::topic).thenComparing(PartitionId::partition);

    private static List<String> texts(Collection<PartitionId> places) {
        return places.stream().map(PartitionId::toString).toList();
    }

    /** A member left, or was told that it is none. */
    void left(String group, @Nullable String member) {
        Member gone = members.remove(new Id(group, member == null ? "" : member));
        if (gone != null) {
            assigned(gone, Set.of());
        }
    }

    void fenced(String group, @Nullable String member, String error) {
        Member gone = find(group, member);
        if (gone != null) {
            notes.write(at -> new Event.MemberFenced(at, gone.name, group, error));
            left(group, member);
        }
    }

    /** The member that reads a partition under this client id; empty if none does, or nobody can tell which. */
    Optional<Member> reader(String client, PartitionId place) {
        List<Member> found = new ArrayList<>();
        for (Member member : members.values()) {
            if (member.client.equals(client) && member.assigned.contains(place)) {
                found.add(member);
            }
        }
        if (found.size() > 1) {
            notes.missed("several groups read " + place + " under the client id '" + client
                    + "', so nobody can tell what each of them got: give each client an id of its own");
        }
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** Say that a reader was made, with its first question for records. */
    void opened(Member member, String isolation) {
        if (!member.opened) {
            member.opened = true;
            notes.write(at -> new Event.ConsumerOpened(
                    at, member.name, Optional.of(member.group), isolation, "unknown", member.protocol));
        }
    }
}
