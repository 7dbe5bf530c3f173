/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.cli;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.fault.Durations;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.files.RunFiles;
import io.kafkatrial.scenarios.run.Batch;
import io.kafkatrial.scenarios.run.ExitCode;
import io.kafkatrial.scenarios.run.Order;
import io.kafkatrial.scenarios.run.RunResult;
import io.kafkatrial.scenarios.run.RunResult.Ending;
import io.kafkatrial.scenarios.run.Seeds;
import io.kafkatrial.scenarios.run.Selection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs scenarios. Options are set once, before {@link #call}. */
@Command(
        name = "run",
        description = "Runs scenarios, both halves of each, and fails if one does not end as it declares.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false)
final class RunCommand extends ConsoleCommand {

    private static final InstantSource CLOCK = InstantSource.system();

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Mixin
    private ApplicationOptions application = new ApplicationOptions();

    @Mixin
    private OwnOptions own = new OwnOptions();

    @Option(
            names = "--half",
            paramLabel = "HALF",
            split = ",",
            description = "Only this half: dangerous or guarded. Default: both.")
    private List<String> sides = List.of();

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            split = ",",
            description = "What runs the brokers; several run one after the other."
                    + " Default: -Dtrial.engine, TRIAL_ENGINE, embedded.")
    private List<String> engines = List.of();

    @Option(
            names = "--kafka-version",
            paramLabel = "VERSION",
            description = "The version of Apache Kafka, for --engine apache."
                    + " Default: -Dtrial.kafka.version, TRIAL_KAFKA_VERSION, the newest complete one.")
    private @Nullable String kafkaVersion;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            split = ",",
            description = "Where random choices come from: a number, or FIRST..LAST for one run with each of them;"
                    + " may be repeated. Default: -Dtrial.seed, else a new one, printed.")
    private List<String> seeds = List.of();

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Run each N times, with seeds that follow the first. Default: once.")
    private @Nullable Integer runs;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "0",
            description = "Runs at a time; 0 for what suits the engine and this machine. Default: ${DEFAULT-VALUE}.")
    private int parallel;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "3m",
            description = "How long a single run may take, as 90s or 3m. Default: ${DEFAULT-VALUE}.")
    private String timeout = "3m";

    @Option(
            names = "--reports",
            paramLabel = "DIR",
            defaultValue = "kafka-trial-scenarios",
            description = "Where index.html, summary.md, JUnit's XML, results.json and the reports of runs that do not"
                    + " end as declared go. Default: ${DEFAULT-VALUE}.")
    private Path reports = Path.of("kafka-trial-scenarios");

    @Option(names = "--report-all", description = "Keep the report and history of every run.")
    private boolean reportAll;

    @Option(
            names = "--table",
            paramLabel = "FILE",
            description =
                    "Write a table there, in Markdown: what is declared of each half and what each engine showed.")
    private @Nullable Path table;

    @Option(names = "--leash", description = "End when standard input ends, so that nothing outlives its parent.")
    private boolean leash;

    @Spec
    private @Nullable CommandSpec spec;

    RunCommand(Main.Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (kafkaVersion != null) {
            System.setProperty("trial.kafka.version", kafkaVersion);
        }
        if (leash) {
            Leash.hold(console.in());
        }
        Order order = order();
        order.requireEngines();
        Duration bound = Durations.parse(timeout);
        RunFiles files = RunFiles.in(reports, reportAll);
        Again again = Again.of(requireNonNull(spec).commandLine().getParseResult());
        Instant began = CLOCK.instant();
        int width = order.jobs().stream()
                .mapToInt(job -> job.title().length())
                .max()
                .orElse(0);
        Telling telling = new Telling(console.out(), width);
        List<RunResult> results = new Batch(parallel, bound, files, again::command).run(order, telling::tell);
        telling.flush();
        files.finish(results);
        if (table != null) {
            files.writeTable(table, results);
        }
        console.out().println(closing(order, results, Duration.between(began, CLOCK.instant())));
        console.out().println("see " + files.root().resolve("index.html"));
        files.troubles().forEach(trouble -> console.err().println("kafka-trial-scenarios: " + trouble));
        ExitCode exit = ExitCode.of(results);
        boolean unwritten = exit == ExitCode.AS_DECLARED && !files.troubles().isEmpty();
        return (unwritten ? ExitCode.NO_CLUSTER : exit).code();
    }

    private Order order() {
        Selection chosen = selection.selection(sides);
        List<Scenario> scenarios = application.in(own.select(chosen), chosen.names());
        return new Order(scenarios, chosen.chosenSides(), chosenEngines(), chosenSeeds());
    }

    private List<String> chosenEngines() {
        if (!engines.isEmpty()) {
            return List.copyOf(new LinkedHashSet<>(engines));
        }
        String told = System.getProperty("trial.engine", System.getenv().getOrDefault("TRIAL_ENGINE", ""));
        return List.of(told.isBlank() ? "embedded" : told.strip());
    }

    private List<Long> chosenSeeds() {
        List<Long> chosen = new ArrayList<>();
        seeds.forEach(text -> chosen.addAll(Seeds.parse(text)));
        if (chosen.isEmpty()) {
            String told = System.getProperty("trial.seed", "");
            chosen.addAll(told.isBlank() ? List.of(Seeds.fresh()) : Seeds.parse(told));
        }
        return runs == null ? List.copyOf(new LinkedHashSet<>(chosen)) : Seeds.from(chosen.get(0), runs);
    }

    private static String closing(Order order, List<RunResult> results, Duration took) {
        StringBuilder text = new StringBuilder();
        text.append(results.size()).append(" runs of ").append(order.scenarios().size());
        text.append(" scenarios on ").append(String.join(", ", order.engines()));
        text.append(String.format(Locale.ROOT, " in %.1f s", took.toMillis() / 1e3));
        List<Long> seeds = order.seeds();
        text.append(
                seeds.size() == 1
                        ? ", seed " + seeds.get(0)
                        : ", seeds " + seeds.get(0) + " to " + seeds.get(seeds.size() - 1));
        String separator = ": ";
        for (Ending ending : Ending.values()) {
            long count = results.stream().filter(it -> it.status() == ending).count();
            if (count > 0) {
                text.append(separator).append(count).append(' ').append(ending);
                separator = ", ";
            }
        }
        int missed = results.stream().mapToInt(it -> it.findings().missed()).sum();
        int alarms = results.stream().mapToInt(it -> it.findings().alarms()).sum();
        text.append("; ").append(missed).append(missed == 1 ? " miss, " : " misses, ");
        return text.append(alarms)
                .append(alarms == 1 ? " false alarm" : " false alarms")
                .toString();
    }
}
