/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.embedded.log.LeaderEpochs.EpochOffset;
import org.junit.jupiter.api.Test;

class LeaderEpochsTest {
    private final LeaderEpochs epochs = new LeaderEpochs();

    @Test
    void epochEndsWhereTheNextBeginsAndTheLatestWhereTheLogEnds() {
        epochs.assign(1, 0);
        epochs.assign(3, 10);

        assertThat(epochs.endOf(1, 25)).isEqualTo(new EpochOffset(1, 10));
        assertThat(epochs.endOf(3, 25)).isEqualTo(new EpochOffset(3, 25));
    }

    @Test
    void unknownEpochGivesTheLargestKnownOneBelow() {
        epochs.assign(1, 0);
        epochs.assign(3, 10);

        assertThat(epochs.endOf(2, 25)).isEqualTo(new EpochOffset(1, 10));
        assertThat(epochs.endOf(0, 25)).as("before the first").isEqualTo(new EpochOffset(0, 0));
        assertThat(epochs.endOf(4, 25).isUndefined()).as("after the last").isTrue();
        assertThat(epochs.endOf(-1, 25).isUndefined()).isTrue();
    }

    @Test
    void laterEntryRemovesThoseThatContradictIt() {
        epochs.assign(1, 0);
        epochs.assign(2, 10);
        epochs.assign(3, 20);

        epochs.assign(4, 10);

        assertThat(epochs).hasToString("{1=0, 4=10}");
    }

    @Test
    void epochKeepsItsFirstStart() {
        epochs.assign(1, 5);
        epochs.assign(1, 9);

        assertThat(epochs).hasToString("{1=5}");
    }

    @Test
    void truncationForgetsWhatStartsThere() {
        epochs.assign(1, 0);
        epochs.assign(2, 10);
        epochs.assign(3, 20);

        epochs.truncateFromEnd(10);
        assertThat(epochs).hasToString("{1=0}");

        epochs.assign(2, 10);
        epochs.truncateFromStart(12);
        assertThat(epochs).hasToString("{2=12}");
        assertThat(epochs.epochOf(12)).hasValue(2);
        assertThat(epochs.epochOf(11)).isEmpty();
    }
}
