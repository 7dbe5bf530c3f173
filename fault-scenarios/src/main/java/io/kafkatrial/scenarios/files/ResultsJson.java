/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.files;

import io.kafkatrial.fault.json.RecordJson;
import io.kafkatrial.scenarios.run.ExitCode;
import io.kafkatrial.scenarios.run.RunResult;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Results for tools. The components are the fields of the document.
 *
 * @param exit what the whole comes to
 * @param exitCode the number of that
 * @param runs all runs, in order
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public record ResultsJson(String exit, int exitCode, List<Run> runs) {

    /**
     * One run.
     *
     * @param half {@code dangerous} or {@code guarded}
     * @param status {@code AS_DECLARED}, {@code SURPRISE}, {@code FAILED}, {@code NO_CLUSTER} or {@code SKIPPED}
     * @param at when it began, ISO 8601
     * @param verdicts each in a few words
     * @param details what is not as declared, or why it was skipped
     * @param files the directory with its report
     */
    @API(status = Status.INTERNAL, since = "0.1.0")
    public record Run(
            String scenario,
            String half,
            String engine,
            long seed,
            String status,
            String at,
            long millis,
            List<String> verdicts,
            List<String> details,
            Optional<String> files) {}

    static String of(List<RunResult> results) {
        ExitCode exit = ExitCode.of(results);
        return RecordJson.write(new ResultsJson(
                exit.name(), exit.code(), results.stream().map(ResultsJson::run).toList()));
    }

    private static Run run(RunResult result) {
        return new Run(
                result.job().name(),
                result.job().side().toString(),
                result.job().engine(),
                result.job().seed(),
                result.status().name(),
                result.at().toString(),
                result.took().toMillis(),
                result.findings().verdicts(),
                result.findings().details(),
                result.files().map(Object::toString));
    }
}
