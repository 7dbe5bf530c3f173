/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.run;

import io.kafkatrial.scenarios.run.RunResult.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The runs of one half of a scenario on one engine, which differ in their seeds only. A value.
 *
 * @param runs in the order of their seeds; at least one
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record Group(List<RunResult> runs) {

    public Group {
        runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("a group without runs");
        }
    }

    /** The groups of results that are in the order of {@link Order#jobs}. */
    public static List<Group> of(Collection<RunResult> results) {
        List<Group> groups = new ArrayList<>();
        List<RunResult> runs = new ArrayList<>();
        for (RunResult result : results) {
            if (!runs.isEmpty() && !runs.get(0).job().isSibling(result.job())) {
                groups.add(new Group(runs));
                runs.clear();
            }
            runs.add(result);
        }
        if (!runs.isEmpty()) {
            groups.add(new Group(runs));
        }
        return groups;
    }

    /** Whether this is a run of the group, with another seed perhaps. */
    public boolean has(Job job) {
        return first().isSibling(job);
    }

    /** The job of its first run. */
    public Job first() {
        return runs.get(0).job();
    }

    /** How many runs ended so. */
    public long count(Ending ending) {
        return runs.stream().filter(run -> run.status() == ending).count();
    }

    /** How it ended: badly if a run did, skipped if all were. */
    public Ending ending() {
        return worst().map(RunResult::status)
                .orElse(count(Ending.SKIPPED) == runs.size() ? Ending.SKIPPED : Ending.AS_DECLARED);
    }

    /** The first run that ended badly; empty if none did. */
    public Optional<RunResult> worst() {
        return runs.stream().filter(run -> run.status().isBad()).findFirst();
    }

    /** How long its runs took together. */
    public Duration took() {
        return runs.stream().map(RunResult::took).reduce(Duration.ZERO, Duration::plus);
    }

    /** {@code as declared}, {@code 199 of 200 as declared}, {@code skipped: engine …}. */
    public String words() {
        Ending ending = ending();
        if (ending == Ending.SKIPPED) {
            return "skipped: " + String.join("; ", runs.get(0).findings().details());
        }
        if (runs.size() > 1) {
            return count(Ending.AS_DECLARED) + " of " + runs.size() + " as declared";
        }
        return switch (ending) {
            case AS_DECLARED -> "as declared";
            case SURPRISE -> "not as declared";
            case FAILED -> "failed";
            case NO_CLUSTER -> "no cluster";
            case SKIPPED -> "skipped";
        };
    }
}
