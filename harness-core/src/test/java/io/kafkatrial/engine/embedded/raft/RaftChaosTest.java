/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.embedded.raft.RaftSimulation.Direction;
import io.kafkatrial.engine.embedded.raft.RaftSimulation.Voter;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Crashes, pauses, cuts and slow links by chance; Raft's promises hold at every step, and all is well after healing. */
class RaftChaosTest {

    private static final int SEEDS = Integer.getInteger("sim.seeds", 400);

    @Test
    void promisesHoldWhateverHappensAndEverythingConvergesAfterwards() {
        long steps = 0;
        long epochs = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                RaftSimulation sim = run(seed);
                steps += sim.steps;
                epochs += sim.leaders.size();
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError("seed " + seed + ": " + failed.getMessage(), failed);
            }
        }
        assertThat(epochs).as("leaders, else nothing was tried").isGreaterThan(3L * SEEDS);
        assertThat(steps).isGreaterThan(1_000L * SEEDS);
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        assertThat(run(77).digest).isEqualTo(run(77).digest);
        assertThat(run(78).digest).isNotEqualTo(run(77).digest);
    }

    private static RaftSimulation run(long seed) {
        RaftSimulation sim = new RaftSimulation(seed % 2 == 0 ? 3 : 5, seed);
        int number = 0;
        for (int turn = 0; turn < 60; turn++) {
            sim.runFor(1 + sim.random.nextInt(150));
            disturb(sim);
            for (Voter voter : sim.voters.values()) {
                if (sim.random.nextInt(2) == 0) {
                    sim.append(voter, "r" + number++);
                }
            }
        }
        heal(sim);
        return sim;
    }

    private static void disturb(RaftSimulation sim) {
        List<Voter> voters = List.copyOf(sim.voters.values());
        Voter one = voters.get(sim.random.nextInt(voters.size()));
        Voter other = voters.get(sim.random.nextInt(voters.size()));
        switch (sim.random.nextInt(12)) {
            case 0 -> sim.crash(one);
            case 1, 2 -> voters.stream().filter(voter -> voter.raft == null).forEach(voter -> sim.start(voter, false));
            case 3 -> one.paused = one.raft != null;
            case 4 -> voters.forEach(sim::resume);
            case 5 -> sim.cut(one.id, other.id);
            case 6 -> sim.isolate(one.id);
            case 7, 8 -> sim.mendAll();
            case 9 -> List.copyOf(sim.cuts()).stream().findFirst().ifPresent((Direction cut) -> sim.mend(cut));
            case 10 -> sim.slowestMs = new int[] {0, 3, 20, 90}[sim.random.nextInt(4)];
            default -> sim.resign(one, OptionalInt.of(other.id));
        }
    }

    private static void heal(RaftSimulation sim) {
        sim.slowestMs = 3;
        sim.mendAll();
        sim.voters.values().forEach(sim::resume);
        sim.voters.values().stream().filter(voter -> voter.raft == null).forEach(voter -> sim.start(voter, false));
        sim.runFor(5_000); // what is still under way from before may cost one more election
        assertThat(sim.runUntil(5_000, () -> appendAtLeader(sim)))
                .as("somebody leads")
                .isTrue();
        sim.runFor(2_000);
        assertThat(sim.committed).anyMatch(batch -> batch.records().contains("last"));
        assertThat(sim.voters.values()).allSatisfy(voter -> {
            assertThat(voter.told).isEqualTo(sim.committed);
            assertThat(voter.disk.read(0, voter.disk.endOffset())).isEqualTo(sim.committed);
        });
    }

    /** Append once every voter agrees on the leader. */
    private static boolean appendAtLeader(RaftSimulation sim) {
        Voter any = sim.voters.get(1);
        boolean agreed = any.leader.leaderId().isPresent()
                && sim.voters.values().stream().allMatch(voter -> voter.leader.equals(any.leader));
        return agreed && sim.append(sim.voters.get(any.leader.leaderId().getAsInt()), "last");
    }
}
