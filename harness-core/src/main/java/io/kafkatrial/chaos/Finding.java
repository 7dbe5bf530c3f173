/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.chaos;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A failure that chaos found.
 *
 * @param draft the draft that failed first
 * @param failure how
 * @param repeats how many times it was run again
 * @param reproduced how many of those failed the same way
 * @param smallest the smallest draft that still failed; {@code draft} itself if nothing could be taken away
 * @param attempts how many smaller drafts were tried
 * @param cutShort whether the budget ended before the search did
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record Finding(
        Draft draft,
        Outcome.Failed failure,
        int repeats,
        int reproduced,
        Draft smallest,
        int attempts,
        boolean cutShort) {

    /** In one line: how surely it fails, and what is left of it. */
    public String inWords() {
        String again = repeats == 0 ? "not repeated" : "reproduced " + reproduced + "/" + repeats;
        if (attempts == 0) {
            return again + (cutShort ? "; no time was left to make it smaller" : "");
        }
        return again + "; made smaller in " + attempts + " runs: "
                + draft.plan().faults().size() + " faults to "
                + smallest.plan().faults().size() + ", " + draft.load() + " to " + smallest.load()
                + (cutShort ? " (the budget ended; it may go smaller)" : "");
    }
}
