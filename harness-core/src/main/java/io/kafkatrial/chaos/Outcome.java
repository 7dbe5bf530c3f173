/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.chaos;

import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** How a run ended. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public sealed interface Outcome {

    /** What was claimed held. */
    record Passed() implements Outcome {}

    /**
     * It did not.
     *
     * @param signs what marks the failure: names of anomalies, or of an exception. Another run fails the same way if it
     *     shows one of them
     * @param message what the failure said
     */
    record Failed(Set<String> signs, String message) implements Outcome {
        public Failed {
            signs = Set.copyOf(signs);
        }
    }

    /** The run proved nothing: no fault bit, or nothing was checked. */
    record Unproved(String why) implements Outcome {}

    /** Whether this is a failure of the same kind. */
    default boolean failsAs(Failed other) {
        return this instanceof Failed failed && failed.signs.stream().anyMatch(other.signs::contains);
    }
}
