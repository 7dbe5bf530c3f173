/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.embedded.raft.RaftSimulation.Voter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.raft.Batch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RaftTest {

    /** A voter notices within its fetch timeout and a quarter, and is elected at once unless votes split. */
    private static final int FAILOVER_MS = 2_000;

    private static Optional<Voter> leader(RaftSimulation sim) {
        return sim.voters.values().stream()
                .filter(Voter::believesToLead)
                .max((a, b) -> Integer.compare(a.leader.epoch(), b.leader.epoch()));
    }

    private static Voter awaitLeader(RaftSimulation sim, Voter... notThese) {
        List<Voter> former = List.of(notThese);
        assertThat(sim.runUntil(
                        FAILOVER_MS,
                        () -> leader(sim).filter(each -> !former.contains(each)).isPresent()))
                .as("somebody leads")
                .isTrue();
        return leader(sim).orElseThrow();
    }

    private static long committedRecords(Voter voter, String record) {
        return voter.told.stream()
                .map(Batch::records)
                .filter(List.of(record)::equals)
                .count();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void theVoterThatCampaignsLeadsAtOnceAndWhatItAppendsReachesAll(int size) {
        RaftSimulation sim = new RaftSimulation(size, 1);
        Voter first = awaitLeader(sim);
        assertThat(first.id).isEqualTo(1);
        assertThat(sim.nowMs()).isLessThan(1_000 + 50);

        assertThat(sim.append(first, "a")).isTrue();
        assertThat(sim.append(first, "b")).isTrue();
        sim.runFor(100);

        assertThat(sim.voters.values()).allSatisfy(voter -> {
            assertThat(committedRecords(voter, "a")).isEqualTo(1);
            assertThat(committedRecords(voter, "b")).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    void aLeaderThatCrashesIsReplacedInANewEpochAndNothingCommittedIsLost(int size) {
        RaftSimulation sim = new RaftSimulation(size, 2);
        Voter first = awaitLeader(sim);
        sim.append(first, "kept");
        sim.runFor(50);

        sim.crash(first);
        Voter second = awaitLeader(sim, first);

        assertThat(second.leader.epoch()).isGreaterThan(1);
        assertThat(committedRecords(second, "kept")).isEqualTo(1);
        sim.start(first, false);
        sim.append(second, "after");
        sim.runFor(1_000);
        assertThat(first.told).isEqualTo(second.told);
        assertThat(leader(sim)).contains(second);
    }

    @Test
    void aLeaderThatIsCutOffStepsDownAndWhatItCouldNotCommitIsCutFromItsLog() {
        RaftSimulation sim = new RaftSimulation(3, 3);
        Voter old = awaitLeader(sim);
        sim.isolate(old.id);
        sim.append(old, "doomed");
        Voter next = awaitLeader(sim, old);
        assertThat(old.believesToLead()).as("it has not noticed yet").isTrue();
        sim.append(next, "kept");
        sim.runFor(1_000);
        assertThat(old.believesToLead()).isFalse();
        assertThat(old.disk.read(0, old.disk.endOffset()))
                .anyMatch(batch -> batch.records().contains("doomed"));

        sim.mendAll();
        sim.runFor(1_000);

        assertThat(old.disk.read(0, old.disk.endOffset())).isEqualTo(next.disk.read(0, next.disk.endOffset()));
        assertThat(committedRecords(old, "kept")).isEqualTo(1);
        assertThat(sim.committed).noneMatch(batch -> batch.records().contains("doomed"));
    }

    @Test
    void nobodyLeadsWithoutAMajority() {
        RaftSimulation sim = new RaftSimulation(3, 4);
        Voter first = awaitLeader(sim);
        sim.voters.values().stream().filter(voter -> voter != first).forEach(sim::crash);
        sim.append(first, "undecided");
        sim.runFor(3_000);
        assertThat(leader(sim)).isEmpty();
        assertThat(sim.committed).noneMatch(batch -> batch.records().contains("undecided"));

        sim.voters.values().stream().filter(voter -> voter.raft == null).forEach(voter -> sim.start(voter, false));
        Voter next = awaitLeader(sim);
        sim.append(next, "decided");
        sim.runFor(500);
        assertThat(sim.committed).anyMatch(batch -> batch.records().contains("decided"));
    }

    @Test
    void aFollowerThatComesBackFromIsolationDeposesNobody() {
        RaftSimulation sim = new RaftSimulation(3, 5);
        Voter first = awaitLeader(sim);
        sim.runFor(100);
        int epoch = first.leader.epoch();
        sim.isolate(3);
        sim.runFor(5_000);
        sim.mendAll();
        sim.runFor(2_000);
        assertThat(first.believesToLead()).isTrue();
        assertThat(first.leader.epoch()).isEqualTo(epoch);
    }

    @Test
    void aFollowerThatOnlyCannotHearTheLeaderDeposesNobody() {
        RaftSimulation sim = new RaftSimulation(3, 6);
        Voter first = awaitLeader(sim);
        sim.runFor(100);
        int epoch = first.leader.epoch();
        sim.cut(1, 3);
        sim.runFor(5_000);
        assertThat(first.believesToLead()).isTrue();
        assertThat(first.leader.epoch()).isEqualTo(epoch);
    }

    @Test
    void aLeaderWhoseAnswersAreCutOffIsReplacedThoughRequestsStillReachIt() {
        RaftSimulation sim = new RaftSimulation(3, 7);
        Voter first = awaitLeader(sim);
        sim.runFor(100);
        sim.cut(1, 2);
        sim.cut(1, 3);
        Voter next = awaitLeader(sim, first);
        sim.runFor(200);
        assertThat(first.believesToLead()).isFalse();
        assertThat(first.leader).isEqualTo(next.leader);
    }

    @Test
    void aLeaderThatResignsHandsOverToTheOneItNames() {
        RaftSimulation sim = new RaftSimulation(5, 8);
        Voter first = awaitLeader(sim);
        sim.append(first, "a");
        sim.runFor(50);
        sim.resign(first, OptionalInt.of(4));
        long before = sim.nowMs();
        assertThat(awaitLeader(sim, first).id).isEqualTo(4);
        assertThat(sim.nowMs() - before).isLessThan(100);
    }

    @Test
    void aPausedLeaderFindsItsSuccessorWhenItRunsOn() {
        RaftSimulation sim = new RaftSimulation(3, 9);
        Voter first = awaitLeader(sim);
        sim.runFor(50);
        first.paused = true;
        Voter next = awaitLeader(sim, first);
        sim.append(next, "meanwhile");
        sim.runFor(1_000);
        sim.resume(first);
        sim.runFor(1_000);
        assertThat(first.leader).isEqualTo(next.leader);
        assertThat(committedRecords(first, "meanwhile")).isEqualTo(1);
    }

    @Test
    void aSingleVoterLeadsAgainAfterARestartAndAfterItResigned() {
        RaftSimulation sim = new RaftSimulation(1, 10);
        Voter only = awaitLeader(sim);
        sim.append(only, "kept");
        sim.crash(only);
        sim.start(only, false);
        assertThat(only.believesToLead()).isTrue();
        assertThat(committedRecords(only, "kept")).isEqualTo(1);
        sim.resign(only, OptionalInt.empty());
        assertThat(only.believesToLead()).isTrue();
        assertThat(only.leader.epoch()).isGreaterThan(2);
    }

    @Test
    void theLeaderKnowsHowFarTheOthersAre() {
        RaftSimulation sim = new RaftSimulation(3, 11);
        Voter first = awaitLeader(sim);
        sim.runFor(200);
        sim.isolate(3);
        sim.append(first, "more");
        sim.runFor(200);
        List<Replica> replicas = first.raft.voters(sim.nowMs()).orElseThrow();
        assertThat(replicas).extracting(Replica::id).containsExactly(1, 2, 3);
        assertThat(replicas.get(0)).isEqualTo(new Replica(1, 2, sim.nowMs(), sim.nowMs()));
        assertThat(replicas.get(1).endOffset()).isEqualTo(2);
        assertThat(replicas.get(1).lastCaughtUpWallMs()).isGreaterThan(sim.nowMs() - 150);
        assertThat(replicas.get(2).endOffset()).isEqualTo(1);
        assertThat(replicas.get(2).lastFetchWallMs()).isLessThan(sim.nowMs() - 150);
        assertThat(sim.voters.get(2).raft.voters(sim.nowMs())).isEmpty();
    }

    @Test
    void whatWasPreparedInAFormerEpochIsNotAppended() {
        RaftDisk<String> disk = new RaftDisk<>();
        Raft<String> raft = new Raft<>(new RaftSettings(1, List.of(1), 300, 100), disk, bound -> 0);
        raft.step(new RaftInput.Begin<>(true), new Now(0, 0));
        int former = raft.leader().epoch();
        raft.step(new RaftInput.Resign<>(former, OptionalInt.empty()), new Now(1, 1));
        assertThat(raft.leads()).isTrue();
        long end = disk.endOffset();

        Batch<String> late = Batch.data(end, former, 1, 1, List.of("late"));
        assertThat(raft.step(new RaftInput.Append<>(former, List.of(late)), new Now(2, 2)))
                .isEmpty();

        assertThat(disk.endOffset()).isEqualTo(end);
    }
}
