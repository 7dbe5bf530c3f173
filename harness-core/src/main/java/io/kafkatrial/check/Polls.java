/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.Kind;
import io.kafkatrial.history.Lane;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * When members of a group last came back from a poll. A member asks for the topics its group ever handed it records of;
 * one that was handed nothing yet asks for all that its group reads. Confined to one judgement.
 */
final class Polls {

    private record Topic(String group, String name) {}

    private final Ledger ledger;
    private final long[] lastOf;
    private final List<Set<Topic>> handed = new ArrayList<>();

    /** Of a ledger that is read to its end; {@code lastOf} has the nanoseconds by reader, very small for never. */
    Polls(Ledger ledger, long[] lastOf) {
        this.ledger = ledger;
        this.lastOf = lastOf;
        for (int reader = 0; reader < lastOf.length; reader++) {
            handed.add(new HashSet<>());
        }
        for (Lane lane : ledger.history.lanes()) {
            if (lane.kind() == Kind.POLLED && lane.group() != Lane.NONE) {
                String group = ledger.names.groups().name(lane.group());
                String topic = ledger.names.topics().name(lane.topic());
                handed.get(lane.reader()).add(new Topic(group, topic));
            }
        }
    }

    /** When a member of this group that asks for this topic last came back from a poll; very small for never. */
    long last(String group, String topic) {
        long last = Long.MIN_VALUE;
        for (int reader = 0; reader < lastOf.length; reader++) {
            Set<Topic> its = handed.get(reader);
            if (its.contains(new Topic(group, topic)) || (its.isEmpty() && isMember(reader, group))) {
                last = Math.max(last, lastOf[reader]);
            }
        }
        return last;
    }

    private boolean isMember(int reader, String group) {
        Event.ConsumerOpened opened =
                ledger.clients.consumer(ledger.names.readers().name(reader));
        return opened != null && opened.group().filter(group::equals).isPresent();
    }
}
