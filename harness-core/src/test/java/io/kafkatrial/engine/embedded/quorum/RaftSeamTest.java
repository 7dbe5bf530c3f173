/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.embedded.loop.SystemClock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.metadata.NoOpRecord;
import org.apache.kafka.raft.Batch;
import org.apache.kafka.raft.LeaderAndEpoch;
import org.apache.kafka.raft.errors.NotLeaderException;
import org.apache.kafka.server.common.ApiMessageAndVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RaftSeamTest {

    private static final int A = 3000;
    private static final int B = 3001;

    private final RaftSeam seam = new RaftSeam(new SystemClock(), log -> {});
    private final Voter a = new Voter(A);
    private final Voter b = new Voter(B);

    @BeforeEach
    void leadByA() {
        seam.join(a);
        seam.join(b);
        seam.appoint(OptionalInt.of(A));
    }

    @Test
    void tellsEveryVoterWhatIsCommittedInOrder() {
        commit(A, 1, 2);
        commit(A, 1, 1);

        assertThat(a.offsets).containsExactly(0L, 2L);
        assertThat(b.offsets).isEqualTo(a.offsets);
        assertThat(seam.committedEnd()).isEqualTo(3);
    }

    @Test
    void tellsAVoterThatJoinsLateTheWholeLogThenItsLeader() {
        commit(A, 1, 2);
        commit(A, 1, 1);

        Voter late = new Voter(3002);
        seam.join(late);

        assertThat(late.offsets).containsExactly(0L, 2L);
        assertThat(late.leaders).containsExactly(new LeaderAndEpoch(OptionalInt.of(A), 1));
    }

    @Test
    void refusesAppendsOfWhoDoesNotLead() {
        assertThatThrownBy(() -> seam.prepare(B, 1, records(1))).isInstanceOf(NotLeaderException.class);
        assertThatThrownBy(() -> seam.prepare(A, 0, records(1))).isInstanceOf(NotLeaderException.class);
        assertThat(seam.logEnd()).isZero();
    }

    @Test
    void losesWhatTheFormerLeaderDidNotCommit() {
        commit(A, 1, 2);
        seam.prepare(A, 1, records(3));
        assertThat(seam.logEnd()).isEqualTo(5);

        seam.appoint(OptionalInt.of(B));
        seam.commitPrepared(A);

        assertThat(seam.logEnd()).isEqualTo(2);
        assertThat(seam.prepare(B, 2, records(1))).isEqualTo(2);
    }

    @Test
    void nextVoterLeadsWhenTheLeaderResigns() {
        seam.resign(A, 1);
        assertThat(seam.leader()).isEqualTo(new LeaderAndEpoch(OptionalInt.of(B), 2));
        seam.resign(B, 2);
        assertThat(seam.leader()).isEqualTo(new LeaderAndEpoch(OptionalInt.of(A), 3));
    }

    @Test
    void aLateResignationChangesNothing() {
        seam.appoint(OptionalInt.of(B));
        seam.resign(A, 1);
        assertThat(seam.leader()).isEqualTo(new LeaderAndEpoch(OptionalInt.of(B), 2));
    }

    @Test
    void pollWaitsForTheNextCommit() {
        commit(A, 1, 1);
        CompletableFuture<Fetched> poll = seam.poll(A, 1, 1).toCompletableFuture();
        assertThat(poll).isNotDone();

        commit(A, 1, 2);

        assertThat(poll.join().batches()).extracting(Batch::baseOffset).containsExactly(1L);
    }

    @Test
    void newerPollOfTheSameBrokerEndsTheOlder() {
        CompletableFuture<Fetched> older = seam.poll(A, 1, 0).toCompletableFuture();
        CompletableFuture<Fetched> other = seam.poll(A, 2, 0).toCompletableFuture();
        CompletableFuture<Fetched> newer = seam.poll(A, 1, 0).toCompletableFuture();

        assertThat(older.join().batches()).isEmpty();
        assertThat(other).isNotDone();
        assertThat(newer).isNotDone();
    }

    @Test
    void onlyTheLeaderAnswersPolls() {
        CompletableFuture<Fetched> waiting = seam.poll(A, 1, 0).toCompletableFuture();
        assertThatThrownBy(() -> seam.poll(B, 1, 0).toCompletableFuture().join())
                .hasCauseInstanceOf(NotControllerException.class);

        seam.appoint(OptionalInt.of(B));

        assertThatThrownBy(waiting::join).hasCauseInstanceOf(NotControllerException.class);
    }

    private void commit(int voter, int epoch, int count) {
        seam.prepare(voter, epoch, records(count));
        seam.commitPrepared(voter);
    }

    private static List<ApiMessageAndVersion> records(int count) {
        List<ApiMessageAndVersion> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(new ApiMessageAndVersion(new NoOpRecord(), (short) 0));
        }
        return records;
    }

    private static final class Voter implements RaftSeam.RaftVoter {
        private final int id;
        private final List<Long> offsets = new ArrayList<>();
        private final List<LeaderAndEpoch> leaders = new ArrayList<>();

        Voter(int id) {
            this.id = id;
        }

        @Override
        public int id() {
            return id;
        }

        @Override
        public void tellCommitted(List<Batch<ApiMessageAndVersion>> batches) {
            batches.forEach(batch -> offsets.add(batch.baseOffset()));
        }

        @Override
        public void tellLeader(LeaderAndEpoch leader) {
            leaders.add(leader);
        }
    }
}
