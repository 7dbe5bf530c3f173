/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.simulation;

import java.util.Random;

/**
 * Everything about a run that is not decided by the dice while it runs. Times in virtual milliseconds,
 * probabilities of one event, weights relative to each other among faults; weight 0 switches a fault off.
 *
 * @param seed replays the run
 * @param uncleanElection whether out-of-sync replicas may lead, which excuses loss where it happens
 * @param restartGated whether the controller refuses a restarted broker until its old session is over
 * @param flushEveryMessage whether power loss loses nothing; otherwise it excuses loss
 * @param lameReplica whether healing first leaves one broker cut off from its peers, which must leave the ISRs
 * @param clockRatePercent how much slower or faster than the scheduler the clocks of nodes may run
 * @param spikeProbability that a message is late by up to {@code spikeMs}
 */
record Options(
        long seed,
        int brokers,
        int partitions,
        int replicationFactor,
        int minInSyncReplicas,
        boolean eligibleLeaderReplicas,
        boolean uncleanElection,
        boolean restartGated,
        boolean lameReplica,
        int producers,
        int consumers,
        int produceEveryMs,
        int linkDelayMs,
        double spikeProbability,
        int spikeMs,
        int clockRatePercent,
        int replicaLagTimeMaxMs,
        int fetchWaitMaxMs,
        int hwCheckpointMs,
        boolean flushEveryMessage,
        int sessionMs,
        int chaosMs,
        int faultEveryMs,
        int crashWeight,
        int powerLossWeight,
        int cleanRestartWeight,
        int pauseWeight,
        int cutWeight,
        int isolateWeight,
        int holdWeight,
        int controllerFailoverWeight,
        int moveLeaderWeight,
        int reassignWeight,
        int retentionWeight,
        int transactionalProducers) {

    /** Draw a run: a random topology and workload, and a random subset of the faults (swarm testing). */
    static Options of(long seed) {
        Random dice = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        int brokers = 3 + dice.nextInt(5);
        int factor = Math.min(brokers, dice.nextInt(8) == 0 ? 1 : 2 + dice.nextInt(4));
        int minIsr = factor == 1 ? 1 : Math.min(factor, 1 + dice.nextInt(3));
        return new Options(
                seed,
                brokers,
                1 + dice.nextInt(3),
                factor,
                minIsr,
                dice.nextBoolean(),
                dice.nextInt(8) == 0,
                dice.nextBoolean(),
                dice.nextInt(3) == 0,
                1 + dice.nextInt(3),
                1 + dice.nextInt(2),
                10 + dice.nextInt(60),
                1 + dice.nextInt(12),
                dice.nextBoolean() ? 0 : dice.nextDouble() * 0.05,
                20 + dice.nextInt(600),
                dice.nextInt(3) == 0 ? dice.nextInt(40) : 0,
                300 + dice.nextInt(1_500),
                20 + dice.nextInt(480),
                100 + dice.nextInt(2_000),
                dice.nextBoolean(),
                400 + dice.nextInt(1_600),
                3_000 + dice.nextInt(3_000),
                50 + dice.nextInt(400),
                weight(dice),
                dice.nextInt(3) == 0 ? weight(dice) : 0,
                weight(dice),
                weight(dice),
                weight(dice),
                weight(dice),
                weight(dice),
                weight(dice),
                1 + weight(dice),
                dice.nextInt(3) == 0 ? weight(dice) : 0,
                dice.nextInt(3) == 0 ? weight(dice) : 0,
                dice.nextBoolean() ? 0 : 1 + dice.nextInt(2));
    }

    private static int weight(Random dice) {
        return dice.nextInt(5) < 2 ? 0 : 1 + dice.nextInt(6);
    }
}
