/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.ReplicaRecord;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.RecordMark;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/** Looks up the marks of records in the log itself, for those who forge them. */
public final class MarkFixture {

    private MarkFixture() {}

    /** The number in its mark of the lane that sent this record. */
    public static long laneOf(Cluster cluster, Event.SendAcked sent) {
        PartitionId place = new PartitionId(sent.topic(), sent.partition());
        List<ReplicaRecord> log = new ArrayList<>();
        int leader = cluster.leaderOf(place.topic() + "-" + place.partition()).id();
        cluster.running().replicaLog(leader, place, log::add);
        return log.stream()
                .filter(record -> record.offset() == sent.offset())
                .flatMap(record -> record.mark().stream())
                .mapToLong(RecordMark::lane)
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no mark on " + sent));
    }
}
