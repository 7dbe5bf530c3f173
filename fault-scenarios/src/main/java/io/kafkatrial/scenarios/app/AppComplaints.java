/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.app;

import io.kafkatrial.engine.TrialException;
import java.time.Duration;
import java.util.List;

/** Every message about applications on trial: what happened, to what, why, what to do. */
final class AppComplaints {

    private AppComplaints() {}

    static TrialException ends(String text) {
        return new TrialException(
                "'" + text + "' is no way to end: write exit (by itself), told (when it is told to), or"
                        + " a time after which it is told to, such as 5s.");
    }

    static TrialException parts() {
        return new TrialException(
                "an application on trial is one part that does everything, or a producer, a consumer, or"
                        + " one of each. Give it either the one or the others.");
    }

    static TrialException noPlaceAnywhere() {
        return new TrialException("none of the selected scenarios has a place for an application of your own: their"
                + " workloads are what they show. Choose one whose page says what an application has to do.");
    }

    static TrialException noPlace(String scenario) {
        return new TrialException(
                "scenario " + scenario + " has no place for an application of your own: its workload is"
                        + " what it shows. Choose one whose page says what an application has to do.");
    }

    static TrialException noDangerousHalf(String scenario) {
        return new TrialException("scenario " + scenario + " with an application of your own has no dangerous half: the"
                + " application is to hold. Run the guarded one.");
    }

    static TrialException noClass(String name, Throwable cause) {
        return new TrialException(
                "class " + name + " cannot be loaded: " + cause
                        + ". Write its full name, and put it on the class path.",
                cause);
    }

    static TrialException noApplication(Class<?> type) {
        return new TrialException(type + " is neither an " + Application.class.getName()
                + " with a public constructor without parameters, nor has it a main. Give it one of them.");
    }

    static TrialException cannotStart(Part part, Throwable cause) {
        return new TrialException(
                part + " cannot be started: " + cause.getMessage() + ". Install the program, or correct the command.",
                cause);
    }

    static TrialException endedBadly(Part part, int exitCode, List<String> lastLines) {
        return new TrialException(
                part + " ended with exit code " + exitCode + " before it was told to end." + said(lastLines));
    }

    static TrialException failed(Part part, Throwable cause) {
        return new TrialException(part + " failed: " + cause, cause);
    }

    static TrialException hangs(Part part, Duration bound, List<String> lastLines) {
        return new TrialException(part + " did not end in " + bound.toMillis() / 1_000.0
                + " s, so it was ended with all it had started. Let it end by itself, let it be told to, or give it more"
                + " time." + said(lastLines));
    }

    static TrialException deaf(Part part, Duration grace, List<String> lastLines) {
        return new TrialException(part + " was told to end and had not ended " + grace.toSeconds()
                + " s later, so it was killed with all it had started. Let it end on SIGTERM, or when its stage is over."
                + said(lastLines));
    }

    static TrialException notFired(Part part, Duration bound, List<String> faults, List<String> lastLines) {
        return new TrialException("in the " + bound.toMillis() / 1_000.0 + " s that " + part + " may take "
                + String.join(", ", faults)
                + " did not fire, or nothing was acknowledged since. Let it do what the page of"
                + " the scenario asks for." + said(lastLines));
    }

    static TrialException behind(Part part, Duration bound, String what, List<String> lastLines) {
        return new TrialException(part + " has not read everything in the " + bound.toMillis() / 1_000.0
                + " s that the application may take: " + what + "." + said(lastLines));
    }

    private static String said(List<String> lastLines) {
        return lastLines.isEmpty()
                ? " It printed nothing."
                : " Its last lines:" + System.lineSeparator() + "    "
                        + String.join(System.lineSeparator() + "    ", lastLines);
    }
}
