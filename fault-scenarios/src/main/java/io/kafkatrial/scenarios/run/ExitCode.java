/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.run;

import io.kafkatrial.scenarios.run.RunResult.Ending;
import java.util.Collection;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** What a process that runs scenarios ends with. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public enum ExitCode {
    /** As it should be. */
    AS_DECLARED(0, "every verdict is the declared one"),
    /** Something is wrong with Kafka, the harness, the application or the scenario. */
    SURPRISE(1, "at least one verdict is not the declared one, or a run failed"),
    /** Nothing ran. */
    USAGE(2, "asked for something impossible; nothing ran"),
    /** No surprise, but not all ran. */
    NO_CLUSTER(3, "no surprise, but at least one cluster could not be started, or a report not be written"),
    /** Not even one ran: nothing is shown. */
    NOTHING_RAN(4, "all that was selected was skipped");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** The number. */
    public int code() {
        return code;
    }

    /** What it means, in a few words. */
    public String meaning() {
        return meaning;
    }

    /** What these results come to. */
    public static ExitCode of(Collection<RunResult> results) {
        if (results.stream().anyMatch(it -> it.status() == Ending.SURPRISE || it.status() == Ending.FAILED)) {
            return SURPRISE;
        }
        if (results.stream().anyMatch(it -> it.status() == Ending.NO_CLUSTER)) {
            return NO_CLUSTER;
        }
        return results.stream().allMatch(it -> it.status() == Ending.SKIPPED) ? NOTHING_RAN : AS_DECLARED;
    }
}
