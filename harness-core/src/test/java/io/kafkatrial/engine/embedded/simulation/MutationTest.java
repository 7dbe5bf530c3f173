/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.embedded.log.Bug;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Gives the data plane one mistake after the other; the simulator must find each within a bounded number of seeds. */
class MutationTest {
    private static final int MAX_SEEDS = 2_000;

    @Test
    @Timeout(600)
    void everyMistakeIsFound() {
        // Given
        List<Bug> missed = new ArrayList<>();
        StringBuilder table = new StringBuilder("mutation -> seeds needed, found by\n");
        // When
        for (Bug bug : Bug.values()) {
            Run.Result found = bug == Bug.NONE ? null : find(bug);
            if (found != null) {
                String violation = String.valueOf(found.violation());
                String rule = violation.substring(0, Math.min(70, violation.length()));
                table.append(
                        String.format("%-42s %5d  %s%n", bug, found.options().seed(), rule));
            } else if (bug != Bug.NONE) {
                missed.add(bug);
                table.append(String.format("%-42s   not found in %d%n", bug, MAX_SEEDS));
            }
        }
        // Then
        System.out.println(table);
        assertThat(Bug.values()).hasSizeGreaterThan(15);
        assertThat(missed).isEmpty();
    }

    private static Run.Result find(Bug bug) {
        return LongStream.rangeClosed(1, MAX_SEEDS)
                .mapToObj(seed -> Run.of(Options.of(seed), bug))
                .filter(result -> result.violation() != null)
                .findFirst()
                .orElse(null);
    }
}
