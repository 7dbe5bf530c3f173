/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.embedded.link.WireTransport;
import io.kafkatrial.engine.embedded.loop.SystemClock;
import io.kafkatrial.engine.embedded.loop.ThreadLoop;
import io.kafkatrial.engine.embedded.raft.RaftDisk;
import io.kafkatrial.engine.embedded.raft.RaftSettings;
import io.kafkatrial.engine.link.Links;
import io.kafkatrial.engine.wire.WireTable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.metadata.NoOpRecord;
import org.apache.kafka.raft.Batch;
import org.apache.kafka.raft.BatchReader;
import org.apache.kafka.raft.LeaderAndEpoch;
import org.apache.kafka.raft.RaftClient;
import org.apache.kafka.server.common.ApiMessageAndVersion;
import org.apache.kafka.snapshot.SnapshotReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A voter's log as the harness, the brokers and a controller that is slow are told of it. */
class VoterRaftClientTest {

    private static final int SELF = 3000;

    private final ThreadLoop loop = ThreadLoop.start("voter", new SystemClock());
    private final WireTransport transport =
            new WireTransport(new Links(1), new WireTable(id -> Optional.empty()), loop);
    private final RaftSettings settings = new RaftSettings(SELF, List.of(SELF), 1_000, 1_000);
    private final MetadataVoter voter = new MetadataVoter(
            settings,
            new RaftDisk<>(),
            bound -> 0,
            new MetadataVoter.Place(
                    loop,
                    transport,
                    (peer, request) -> CompletableFuture.failedFuture(new IllegalStateException("no peers")),
                    new FatalErrors()));
    private final List<Long> told = new CopyOnWriteArrayList<>();
    private final CompletableFuture<LeaderAndEpoch> led = new CompletableFuture<>();
    private final CompletableFuture<BatchReader<ApiMessageAndVersion>> unread = new CompletableFuture<>();

    private final VoterRaftClient client = new VoterRaftClient(
            voter,
            settings,
            new VoterRaftClient.Audience(
                    batches -> batches.forEach(batch -> told.add(batch.lastOffset())), this::changed));

    /** An epoch begins before its leader is known. */
    private void changed(LeaderAndEpoch leader) {
        if (leader.isLeader(SELF)) {
            led.complete(leader);
        }
    }

    /** A controller whose thread does not get its turn. */
    private final class Starved implements RaftClient.Listener<ApiMessageAndVersion> {
        @Override
        public void handleCommit(BatchReader<ApiMessageAndVersion> reader) {
            unread.complete(reader);
        }

        @Override
        public void handleLoadSnapshot(SnapshotReader<ApiMessageAndVersion> reader) {}

        @Override
        public void handleLoadBootstrap(SnapshotReader<ApiMessageAndVersion> reader) {}
    }

    @AfterEach
    void end() {
        loop.kill();
    }

    @Test
    void harnessKnowsWhatIsCommittedBeforeABrokerCanReadIt() throws Exception {
        // Given
        client.register(new Starved());
        voter.begin(client, true);
        LeaderAndEpoch leader = led.get(30, TimeUnit.SECONDS);
        CompletableFuture<List<Long>> toldWhenRead = new CompletableFuture<>();
        CompletableFuture<Long> read = new CompletableFuture<>();
        loop.execute(() -> voter.poll(1, 0).whenComplete((fetched, failure) -> {
            toldWhenRead.complete(List.copyOf(told));
            read.complete(lastOf(fetched));
        }));
        // When
        client.prepareAppend(leader.epoch(), List.of(new ApiMessageAndVersion(new NoOpRecord(), (short) 0)));
        client.schedulePreparedAppend();
        // Then
        assertThat(toldWhenRead.get(30, TimeUnit.SECONDS))
                .isNotEmpty()
                .last()
                .isEqualTo(read.get(30, TimeUnit.SECONDS));
        assertThat(unread.get(30, TimeUnit.SECONDS).hasNext()).isTrue();
    }

    private static long lastOf(Fetched fetched) {
        List<Batch<ApiMessageAndVersion>> batches = fetched.batches();
        return batches.isEmpty() ? -1 : batches.get(batches.size() - 1).lastOffset();
    }
}
