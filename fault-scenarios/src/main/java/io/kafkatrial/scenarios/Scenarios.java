/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import io.kafkatrial.engine.TrialException;
import io.kafkatrial.scenarios.library.Library;
import java.util.List;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The library's table of contents. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class Scenarios {

    private Scenarios() {}

    /** All scenarios, in the order of the book. */
    public static List<Scenario> all() {
        return Library.scenarios();
    }

    /** Those of one chapter, in the order of the book. */
    public static List<Scenario> of(Chapter chapter) {
        return all().stream()
                .filter(scenario -> scenario.page().chapter() == chapter)
                .toList();
    }

    /**
     * The scenario of this name.
     *
     * @throws TrialException naming all there are, if there is none of that name
     */
    public static Scenario named(String name) {
        return all().stream()
                .filter(scenario -> scenario.page().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new TrialException("scenario '" + name + "' is not known: the library has "
                        + all().stream().map(scenario -> scenario.page().name()).collect(Collectors.joining(", "))
                        + ". Choose one of them."));
    }
}
