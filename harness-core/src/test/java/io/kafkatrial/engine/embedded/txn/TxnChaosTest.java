/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.server.common.TransactionVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * All partitions of a transaction get the same result, the one its producer was told; no marker is lost; epochs
 * never fall.
 */
class TxnChaosTest {

    private static final int RUNS = 40;

    @ParameterizedTest
    @EnumSource(
            value = TransactionVersion.class,
            names = {"TV_0", "TV_2"})
    void transactionsAreAtomicWhateverHappensToTheirCoordinators(TransactionVersion version) {
        int committed = 0;
        int failovers = 0;
        for (int seed = 1; seed <= RUNS; seed++) {
            TxnSimulation simulation = new TxnSimulation(seed, version);
            try {
                simulation.run();
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError("seed " + seed + ", " + version + ": " + broken.getMessage(), broken);
            }
            committed += simulation.committed();
            failovers += simulation.failovers;
        }
        assertThat(committed).as("something happened").isGreaterThan(10 * RUNS);
        assertThat(failovers).isGreaterThan(10 * RUNS);
    }
}
