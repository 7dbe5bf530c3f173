/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import io.kafkatrial.cli.Findings;
import io.kafkatrial.engine.TrialException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;

/** Every message of this plugin that a user can get by a mistake: what happened, to what, why, what to do next. */
final class Complaints {
    private Complaints() {}

    static MojoExecutionException noCore() {
        return new MojoExecutionException("The cluster was not started: io.kafkatrial:kafka-trial-core is not among the"
                + " dependencies of kafka-trial-maven-plugin. Remove the exclusion of it from the plugin's"
                + " <dependencies>.");
    }

    static MojoExecutionException badDuration(String parameter, String value) {
        return new MojoExecutionException("<" + parameter + "> of kafka-trial-maven-plugin is \"" + value
                + "\", which is not a duration. Write a whole number and a unit: ms, s or m, like 90s.");
    }

    static MojoExecutionException unknownParameter(String name, String where, String nearest) {
        return new MojoExecutionException("<" + name + "> in " + where + " is no parameter of any goal of it; perhaps <"
                + nearest + "> is meant. All parameters: mvn kafka-trial:help -Ddetail, or docs/maven.md.");
    }

    static MojoExecutionException badPlan(TrialException wrong) {
        return new MojoExecutionException("The faults cannot be armed: " + wrong.getMessage(), wrong);
    }

    static MojoExecutionException badRecord(String value) {
        return new MojoExecutionException("<record> of kafka-trial-maven-plugin is \"" + value
                + "\", and the one thing that can be recorded here is wire. Tests with recording clients of their own need"
                + " no <record>.");
    }

    static MojoExecutionException nobodyVerifies(String execution) {
        return new MojoExecutionException(
                "Execution \"" + execution + "\" of kafka-trial:start has faults or guarantees,"
                        + " and nothing would fail the build if they do not come out as claimed: kafka-trial:stop only judges, so"
                        + " that the build comes to its end. Add <goal>verify</goal> beside <goal>stop</goal>.");
    }

    static MojoExecutionException notStopped(List<String> executions) {
        return new MojoExecutionException("Whether the guarantees hold is not known yet: the cluster of execution "
                + String.join(", ", executions) + " of kafka-trial:start still runs. Add <goal>stop</goal> beside"
                + " <goal>start</goal>, so that it is judged before.");
    }

    static MojoFailureException notAsClaimed(List<String> failures) {
        return new MojoFailureException(
                "What the clients did is not what is claimed: " + String.join("; ", failures) + ".");
    }

    static String noFindings(String execution, boolean gone, Duration bound, List<String> lastLines) {
        return "execution " + execution + ": the cluster was not judged; "
                + (gone
                        ? "its process ended before. Its last lines: " + String.join(" | ", lastLines)
                        : "its process took longer than " + bound.toMillis()
                                + " ms and was killed. Raise <stopTimeout> (-Dtrial.stopTimeout)");
    }

    static String whatFailed(String execution, Findings found) {
        List<String> parts = new ArrayList<>();
        found.faults().stream()
                .filter(fault -> !fault.bit())
                .forEach(fault -> parts.add("fault " + fault.name() + " never bit"));
        found.verdicts().stream()
                .filter(verdict -> !verdict.outcome().equals("PASS"))
                .forEach(verdict -> parts.add(verdict.text().lines().findFirst().orElse(verdict.claim())));
        if (parts.isEmpty()) {
            parts.addAll(found.troubles());
        }
        return "execution " + execution + ": " + String.join(", ", parts)
                + (found.report().isEmpty() ? "" : " (" + found.report() + ")")
                + (isVacuous(found)
                        ? ". A fault that cannot always bite, and a guarantee that nothing may be proved of, pass with"
                                + " <allowVacuous>"
                        : "");
    }

    private static boolean isVacuous(Findings found) {
        return found.faults().stream().anyMatch(fault -> !fault.bit())
                || found.verdicts().stream()
                        .anyMatch(verdict -> verdict.outcome().equals("VACUOUS"));
    }

    static MojoExecutionException emptyElement(String parameter) {
        return new MojoExecutionException(
                "<" + parameter + "> of kafka-trial-maven-plugin has an element with nothing in"
                        + " it, perhaps of a property that is not set. Give it a value, or leave it out.");
    }

    static MojoExecutionException noProtocol() {
        return new MojoExecutionException(
                "<security> of kafka-trial-maven-plugin says nothing of the protocol, so it is"
                        + " not known how clients would log in. Give it a <protocol>: SASL_PLAINTEXT, SSL or SASL_SSL, or"
                        + " PLAINTEXT to say only where brokers listen.");
    }

    static MojoExecutionException alreadyRuns(String execution) {
        return new MojoExecutionException("Execution \"" + execution + "\" of kafka-trial:start has started its cluster"
                + " already in this build. Give the second one an <id> of its own, or stop the first before.");
    }

    static MojoExecutionException samePrefix(String prefix, String first, String second) {
        return new MojoExecutionException("Executions \"" + first + "\" and \"" + second
                + "\" of kafka-trial:start both"
                + " hand over the property " + prefix + ".bootstrap.servers, so the tests would see only one of the two"
                + " clusters. Give one of them a <propertyPrefix> of its own.");
    }

    static MojoExecutionException died(int exitCode, Path log, List<String> lastLines) {
        return new MojoExecutionException("The cluster was not started: its process ended with exit code " + exitCode
                + " before it was ready." + said(log, lastLines));
    }

    static MojoExecutionException tooSlow(Duration bound, Path log, List<String> lastLines) {
        return new MojoExecutionException("The cluster was not started: it was not ready within " + bound.toMillis()
                + " ms, so its process was killed. If the machine is slow, raise <startTimeout> (-Dtrial.startTimeout)."
                + said(log, lastLines));
    }

    static MojoExecutionException scenariosRefused(String why) {
        return new MojoExecutionException("The scenarios were not run: " + why);
    }

    static MojoExecutionException scenariosBroke(int exitCode, String last) {
        return new MojoExecutionException("The scenarios did not come to their end: exit code " + exitCode + ". "
                + (last.isEmpty() ? "What is printed above says why." : last));
    }

    static MojoFailureException surprises(List<String> stories, Path page) {
        return new MojoFailureException("Not as declared: " + stories.size()
                + (stories.size() == 1 ? " half" : " halves") + " of scenarios\n    " + String.join("\n    ", stories)
                + "\nTheir reports: " + page);
    }

    static MojoExecutionException runFailed(int exitCode) {
        return new MojoExecutionException(
                "The cluster's process ended with exit code " + exitCode + "; what it printed above says why.");
    }

    static MojoExecutionException cannot(String act, Path path, Exception cause) {
        return new MojoExecutionException(
                "Cannot " + act + " " + path + ": " + cause.getMessage()
                        + ". Check that the folder can be written and has room.",
                cause);
    }

    static MojoExecutionException interrupted(InterruptedException cause) {
        return new MojoExecutionException(
                "The build was interrupted while the cluster started; the cluster is stopped.", cause);
    }

    static String noWayToTheTests(String owner, String prefix) {
        String property = prefix + ".bootstrap.servers";
        return "The tests do not get " + property + " by themselves: " + owner
                + " names a systemPropertiesFile for failsafe, and failsafe's argLine is fixed too. Write"
                + " <argLine>@{argLine} …</argLine> in the failsafe configuration, or map the property: <"
                + "systemPropertyVariables><" + property + ">${" + property + "}</" + property
                + "></systemPropertyVariables>.";
    }

    static String argLineIsFixed(String plugin, String property) {
        return "The tests of " + plugin + " do not get the agent: its configuration has an <argLine> without @{"
                + property + "}. Write <argLine>@{" + property
                + "} …</argLine>, which is read late, when the property is"
                + " set; ${" + property + "} would be read too early.";
    }

    static String argLineOfTheCommandLine(String property, String option) {
        return "The tests do not get the agent: -D" + property + " of the command line goes over the property. Add "
                + option + " to it, or put what is there into <" + property + "> of the pom.";
    }

    private static String said(Path log, List<String> lastLines) {
        return lastLines.isEmpty()
                ? " It printed nothing (" + log + ")."
                : " Its last lines (all of them: " + log + "):\n    " + String.join("\n    ", lastLines);
    }
}
