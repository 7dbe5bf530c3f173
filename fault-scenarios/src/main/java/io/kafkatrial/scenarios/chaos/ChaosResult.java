/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.chaos;

import io.kafkatrial.chaos.Finding;
import java.time.Duration;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * How a search for a failure ended.
 *
 * @param runs how many drafts of their own were run
 * @param unproved how many of them proved nothing, because no fault bit or nothing was checked
 * @param finding the failure; empty if none was found
 * @param took how long all of it took
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record ChaosResult(int runs, int unproved, Optional<Finding> finding, Duration took) {

    /** Whether nothing failed, and something was proved. */
    public boolean passed() {
        return finding.isEmpty() && unproved < runs;
    }
}
