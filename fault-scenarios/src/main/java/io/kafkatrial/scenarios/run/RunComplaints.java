/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.run;

import io.kafkatrial.engine.Nearest;
import io.kafkatrial.engine.TrialException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Every message about selecting and running scenarios: what happened, to what, why, what to do. */
final class RunComplaints {

    private RunComplaints() {}

    static TrialException unknown(String what, String name, Collection<String> known) {
        List<String> near = Nearest.some(name, known, 1);
        return new TrialException(what + " '" + name + "' is not known"
                + (near.isEmpty() ? ": there is none" : ". Perhaps '" + near.get(0) + "' is meant")
                + "; `list` shows all there are.");
    }

    static TrialException nothingMatches(String pattern) {
        return new TrialException("no scenario is called like '" + pattern
                + "'; `list` shows all there are. In a pattern" + " * stands for any letters and ? for one.");
    }

    static TrialException nothingSelected() {
        return new TrialException("no scenario is left: each condition of the selection is met by some, all of them by"
                + " none. Leave one out.");
    }

    static TrialException twice(String name) {
        return new TrialException("two scenarios are called '" + name + "': it would not be clear which one a report is"
                + " about. Give yours another name.");
    }

    static TrialException seeds(String text) {
        return new TrialException(
                "'" + text + "' is no seed: write a whole number, or FIRST..LAST for a range of at most " + Seeds.MOST
                        + ", for example 1..200.");
    }

    static TrialException tooManySeeds(long seeds) {
        return new TrialException(
                seeds + " seeds are more than the " + Seeds.MOST + " that one run may have. Run them in parts.");
    }

    static String missing(String engine, Set<?> levers) {
        return "engine " + engine + " has no lever for "
                + String.join(
                        ", ", levers.stream().map(Object::toString).sorted().toList());
    }

    static String tooLong(Duration bound, String where) {
        return "it did not end in " + bound.toSeconds() + " s, so it was interrupted. It was at:" + where;
    }
}
