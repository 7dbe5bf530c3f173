/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** Runs fixture classes inside a test. Report files go to the test's own directory. */
final class Runs {

    private Runs() {}

    static EngineExecutionResults of(Class<?> fixture, Path reports) {
        return of(fixture, reports, Map.of());
    }

    static EngineExecutionResults of(Class<?> fixture, Path reports, Map<String, String> options) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(fixture))
                .configurationParameter("trial.report.dir", reports.toString())
                .configurationParameter("junit.platform.output.capture.stdout", "false")
                .configurationParameters(options)
                .execute();
    }

    /** The failures of containers and tests, in order. */
    static List<Throwable> failures(EngineExecutionResults results) {
        return failures(results.allEvents());
    }

    static List<Throwable> failures(Events events) {
        return events.failed().stream()
                .map(Runs::failure)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Throwable> failure(Event event) {
        return event.getPayload(TestExecutionResult.class).flatMap(TestExecutionResult::getThrowable);
    }

    /** The message of the only failure. */
    static String onlyFailure(EngineExecutionResults results) {
        List<Throwable> failures = failures(results);
        if (failures.size() != 1) {
            throw new AssertionError("expected one failure, not " + failures);
        }
        return Objects.toString(failures.get(0).getMessage());
    }
}
