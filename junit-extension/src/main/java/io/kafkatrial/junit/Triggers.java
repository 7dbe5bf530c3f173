/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Durations;
import io.kafkatrial.fault.Trigger;
import java.util.ArrayList;
import java.util.List;

/** Turns a {@link When} into a trigger. */
final class Triggers {

    private Triggers() {}

    static Trigger of(String where, When when) {
        checkCounts(where, when);
        List<String> given = moments(when);
        if (given.size() > 1) {
            throw JunitComplaints.moments(where, given);
        }
        checkPairs(where, when);
        if (when.acks() > 0) {
            return when.topic().isEmpty() ? Trigger.acks(when.acks()) : Trigger.acks(when.acks(), when.topic());
        }
        if (!when.after().isEmpty()) {
            return Trigger.after(Durations.parse(when.after()));
        }
        if (!when.isrOf().isEmpty()) {
            return new Trigger.IsrSize(partition(when.isrOf()), when.isrSize());
        }
        return when.commits() > 0 ? new Trigger.Commits(when.group(), when.commits()) : Trigger.immediately();
    }

    private static List<String> moments(When when) {
        List<String> given = new ArrayList<>();
        if (when.acks() != 0) {
            given.add("acks = " + when.acks());
        }
        if (!when.after().isEmpty()) {
            given.add("after = " + when.after());
        }
        if (!when.isrOf().isEmpty()) {
            given.add("isrOf = " + when.isrOf());
        }
        if (when.commits() != 0) {
            given.add("commits = " + when.commits());
        }
        return given;
    }

    private static void checkCounts(String where, When when) {
        if (when.acks() < 0) {
            throw JunitComplaints.negative(where, "acks", when.acks());
        }
        if (when.commits() < 0) {
            throw JunitComplaints.negative(where, "commits", when.commits());
        }
        if (when.isrSize() < 0) {
            throw JunitComplaints.negative(where, "isrSize", when.isrSize());
        }
    }

    private static void checkPairs(String where, When when) {
        if (when.acks() == 0 && !when.topic().isEmpty()) {
            throw JunitComplaints.whenNeeds(where, "topic = " + when.topic(), "acks");
        }
        if (when.commits() > 0 && when.group().isEmpty()) {
            throw JunitComplaints.whenNeeds(where, "commits = " + when.commits(), "group");
        }
        if (when.commits() == 0 && !when.group().isEmpty()) {
            throw JunitComplaints.whenNeeds(where, "group = " + when.group(), "commits");
        }
        if (when.isrSize() > 0 && when.isrOf().isEmpty()) {
            throw JunitComplaints.whenNeeds(where, "isrSize = " + when.isrSize(), "isrOf");
        }
        if (when.isrSize() == 0 && !when.isrOf().isEmpty()) {
            throw JunitComplaints.whenNeeds(where, "isrOf = " + when.isrOf(), "isrSize");
        }
    }

    private static PartitionId partition(String text) {
        try {
            return PartitionId.parse(text);
        } catch (IllegalArgumentException notAPartition) {
            throw new TrialException(
                    "isrOf = '" + text + "' is no partition. Write TOPIC-NUMBER, for example orders-0.");
        }
    }
}
