/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.offsets;

import io.kafkatrial.scenarios.Scenario;
import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The scenarios of this chapter. */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class Offsets {

    private Offsets() {}

    /** All of them, in the order of the book. */
    public static List<Scenario> scenarios() {
        return List.of(
                new LatestSkipsFirstRecords(),
                new PartitionExpansion(),
                new OffsetExpiry(),
                new RetentionOvertakes(),
                new CommitWithoutPlusOne(),
                new StaleCommitAtShutdown(),
                new SeekToEndOnAssignment(),
                new CommitAsyncRetried(),
                new TopicRecreated(),
                new OffsetsTopicPowerLoss(),
                new UnnoticedTruncation());
    }
}
