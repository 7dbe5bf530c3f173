/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.chaos;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * How much work a chaotic run does. A test that takes its numbers from here can be made small by the search.
 *
 * @param producers how many producers
 * @param consumers how many members of the group
 * @param records how many records all producers send together
 * @param keys how many different keys they have
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record Load(int producers, int consumers, int records, int keys) {
    public Load {
        if (producers < 1 || consumers < 0 || records < 1 || keys < 1) {
            throw new IllegalArgumentException(
                    "a load needs at least one producer, one record and one key, not " + producers + " producers, "
                            + consumers + " consumers, " + records + " records, " + keys + " keys");
        }
    }

    /** Two producers, two consumers, a thousand records, fifty keys: what is drawn at most unless said otherwise. */
    public static Load usual() {
        return new Load(2, 2, 1_000, 50);
    }

    @Override
    public String toString() {
        return producers + " producers, " + consumers + " consumers, " + records + " records, " + keys + " keys";
    }
}
