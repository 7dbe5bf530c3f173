/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import io.kafkatrial.report.ReportEntry;
import io.kafkatrial.report.ReportIndex;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.NullUnmarked;

/**
 * Run scenarios, those of the library and your own, and fail the build if one does not end as it declares.
 *
 * <p>They run in a JVM of their own with the test class path of the project, if there is one.
 */
@NullUnmarked
@Mojo(
        name = "scenarios",
        defaultPhase = LifecyclePhase.INTEGRATION_TEST,
        requiresProject = false,
        requiresDependencyResolution = ResolutionScope.TEST,
        threadSafe = true)
public final class ScenariosMojo extends TrialMojo {

    /** The folder of the reports of scenarios, in that of all reports. */
    static final String FOLDER = "scenarios";

    private static final String COMPLAINT = "kafka-trial-scenarios: ";

    /** Which scenarios, by name; {@code *} stands for any letters and {@code ?} for one. All, if none is named. */
    @Parameter(property = "trial.scenarios")
    List<String> scenarios;

    /** Scenarios to leave out, by name or pattern. */
    @Parameter(property = "trial.scenarios.without")
    List<String> without;

    /** Only scenarios with one of these tags. */
    @Parameter(property = "trial.scenarios.tags")
    List<String> tags;

    /** Only scenarios of these chapters. */
    @Parameter(property = "trial.scenarios.chapters")
    List<String> chapters;

    /** Only these halves: {@code dangerous}, {@code guarded}. */
    @Parameter(property = "trial.scenarios.halves")
    List<String> halves;

    /**
     * Scenarios of your own: a file, or a directory of them; used if it is there. If no others are selected, only your own
     * run.
     */
    @Parameter(property = "trial.scenarios.files", defaultValue = "${basedir}/src/test/scenarios")
    File scenarioFiles;

    /** Scenarios of your own in Java, by their full names. */
    @Parameter(property = "trial.scenarios.classes")
    List<String> scenarioClasses;

    /** What runs the brokers; several run one after the other. */
    @Parameter(property = "trial.engine")
    List<String> engines;

    /** The version of Apache Kafka, for engine {@code apache}. */
    @Parameter(property = "trial.kafka.version")
    String kafkaVersion;

    /** Where random choices come from: numbers, or ranges like {@code 1..200} for a run with each. */
    @Parameter(property = "trial.seed")
    List<String> seeds;

    /** Run each so many times, with seeds that follow the first. */
    @Parameter(property = "trial.scenarios.runs")
    Integer runs;

    /** Runs at a time; 0 for what suits the engine and the machine. */
    @Parameter(property = "trial.scenarios.parallel", defaultValue = "0")
    int parallel;

    /** How long a single run may take. */
    @Parameter(property = "trial.scenarios.timeout", defaultValue = "3m")
    String timeout;

    /** Where the reports go: a page, a summary, JUnit's XML, JSON, and a folder for each run not as declared. */
    @Parameter(property = "trial.scenarios.reports", defaultValue = "${project.build.directory}/kafka-trial/scenarios")
    File reports;

    /** Keep the report and history of every run. */
    @Parameter(property = "trial.scenarios.reportAll", defaultValue = "false")
    boolean reportAll;

    /** An application of your own in the place of the workloads: a line for the shell, or {@code class:NAME}. */
    @Parameter(property = "trial.application")
    String application;

    /** The same in two parts: what sends. */
    @Parameter(property = "trial.application.producer")
    String producer;

    /** The same in two parts: what reads. */
    @Parameter(property = "trial.application.consumer")
    String consumer;

    /** How the application, or what sends, ends: {@code exit}, {@code told}, or a time. */
    @Parameter(property = "trial.application.ends")
    String applicationEnds;

    /** How what reads ends. */
    @Parameter(property = "trial.application.consumerEnds")
    String consumerEnds;

    /** How long the application may take. */
    @Parameter(property = "trial.application.timeout")
    String applicationTimeout;

    /** Who records the application: {@code wire} or {@code clients}. */
    @Parameter(property = "trial.application.record")
    String applicationRecord;

    /** What the application has to fulfil; the claims of the guarded half unless given. */
    @Parameter(property = "trial.application.claims")
    List<String> claims;

    /** Further options for the JVM of the scenarios. */
    @Parameter(property = "trial.jvmArgs")
    List<String> jvmArgs;

    /** Run no integration tests, hence no scenarios. */
    @Parameter(property = "skipITs", defaultValue = "false")
    boolean skipITs;

    /** Run no tests, hence no scenarios. */
    @Parameter(property = "skipTests", defaultValue = "false")
    boolean skipTests;

    /** Neither compile nor run tests, hence no scenarios. */
    @Parameter(property = "maven.test.skip", defaultValue = "false")
    boolean skipTestCompilation;

    @Parameter(defaultValue = "${plugin.artifacts}", readonly = true, required = true)
    List<Artifact> pluginArtifacts;

    private String complaint = "";

    @Override
    void perform() throws MojoExecutionException, MojoFailureException {
        var skips = new TestSkips(skip, skipITs, skipTests, skipTestCompilation);
        if (skips.any()) {
            getLog().info("No scenarios: " + skips.reason() + " is set");
            return;
        }
        Path directory = Path.of("").toAbsolutePath();
        File base = project.getBasedir();
        int exitCode = new ForkedRun(command().line(), base == null ? directory : base.toPath()).run(this::tell);
        switch (exitCode) {
            case 0 -> {}
            case 1 -> throw Complaints.surprises(surprises(), page());
            case 2, 4 -> throw Complaints.scenariosRefused(complaint.isEmpty() ? "all were skipped." : complaint);
            default -> throw Complaints.scenariosBroke(exitCode, complaint);
        }
    }

    /** Without a binding SLF4J says so on the console; what libraries log is not missed here. */
    private void tell(String line) {
        if (line.startsWith(COMPLAINT)) {
            complaint = line.substring(COMPLAINT.length());
            getLog().error(complaint);
        } else if (!line.startsWith("SLF4J")) {
            getLog().info(line);
        }
    }

    private Path page() {
        return reports.toPath().resolve(ReportIndex.PAGE);
    }

    private List<String> surprises() throws MojoExecutionException {
        try {
            return ReportIndex.read(reports.toPath()).stream()
                    .filter(entry -> entry.outcome().equals("FAIL"))
                    .map(ScenariosMojo::words)
                    .toList();
        } catch (IOException unreadable) {
            throw Complaints.cannot("read what became of the scenarios in", reports.toPath(), unreadable);
        }
    }

    private static String words(ReportEntry entry) {
        return entry.test() + " on " + entry.engine() + ", seed " + entry.seed() + ": " + entry.story();
    }

    private ScenarioCommand command() throws MojoExecutionException {
        List<String> words = new ScenarioCommand.Words()
                .addAll("--without", without)
                .addAll("--tag", tags)
                .addAll("--chapter", chapters)
                .addAll("--half", halves)
                .addAll("--engine", engines)
                .add("--kafka-version", kafkaVersion)
                .addAll("--seed", seeds)
                .add("--runs", runs)
                .add("--parallel", parallel)
                .add("--timeout", timeout)
                .add("--reports", reports.getAbsolutePath())
                .addIf(reportAll, "--report-all")
                .add("--app", application)
                .add("--producer", producer)
                .add("--consumer", consumer)
                .add("--app-ends", applicationEnds)
                .add("--consumer-ends", consumerEnds)
                .add("--app-timeout", applicationTimeout)
                .add("--record", applicationRecord)
                .addAll("--claim", claims)
                .add("--file", scenarioFiles.exists() ? scenarioFiles : null)
                .addAll("--scenario-class", scenarioClasses)
                .names(scenarios)
                .list();
        return new ScenarioCommand(
                ServerCommand.javaOfThisBuild(),
                jvmArgs == null ? List.of() : jvmArgs,
                properties(),
                classPath(),
                words);
    }

    /** What the command line of the build says of the harness, such as {@code -Dtrial.progress=on}. */
    private Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        session.getUserProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("trial."))
                .forEach(
                        name -> properties.put(name, session.getUserProperties().getProperty(name)));
        return properties;
    }

    private List<String> classPath() throws MojoExecutionException {
        try {
            List<String> path = new ArrayList<>(project.getTestClasspathElements());
            new Jars(pluginArtifacts).beside(project.getArtifacts()).forEach(jar -> path.add(jar.toString()));
            return path;
        } catch (DependencyResolutionRequiredException unresolved) {
            throw new MojoExecutionException("the test class path of the project is not resolved", unresolved);
        }
    }
}
