/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.cli;

import io.kafkatrial.Cluster;
import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.TopicSpec;
import io.kafkatrial.engine.TrialException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a cluster until the process is told to end. Options are set once, before {@link #call}. */
@Command(
        name = "run",
        description = "Runs a cluster in the foreground until Ctrl-C, SIGTERM, or the end of standard input (--leash).",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the cluster ran and was stopped",
            "1:it failed",
            "2:asked for something impossible",
            "3:a claim does not hold or is not proved, or a fault never bit"
        })
final class RunCommand implements Callable<Integer> {

    /** What the parent of a leashed process writes when it wants an orderly end, with a verdict. */
    static final String CONCLUDE = "conclude";

    private final Main.Console console;
    private volatile boolean concluding;

    @Option(
            names = "--brokers",
            paramLabel = "N",
            defaultValue = "3",
            description = "Brokers, 1 to 9. Default: ${DEFAULT-VALUE}.")
    private int brokers;

    @Option(
            names = "--controllers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Controllers, 1 to 9, best 1, 3 or 5. Default: ${DEFAULT-VALUE}.")
    private int controllers;

    @Option(
            names = "--combined",
            description = "Let the controllers share the processes of the first brokers. Default: separate processes.")
    private boolean combined;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Port of broker 1, the others follow; 0 takes free ports. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--topic",
            paramLabel = "NAME[:PARTITIONS[:REPLICAS[:KEY=VALUE]]]",
            converter = TopicOption.class,
            description =
                    "A topic to create; may be repeated. Default: 1 partition, as many replicas as brokers, at most 3.")
    private List<TopicSpec> topics = List.of();

    @Option(
            names = "--config",
            paramLabel = "KEY=VALUE",
            description = "A broker configuration by Kafka's name; may be repeated.")
    private Map<String, String> config = new LinkedHashMap<>();

    @Option(
            names = "--max-version",
            paramLabel = "API=VERSION",
            description = "The newest version of an API the brokers serve, -1 for none of it; may be repeated.")
    private Map<String, Integer> maxVersions = new LinkedHashMap<>();

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            description = "Where random choices come from. Default: a new one, printed.")
    private @Nullable Long seed;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description = "What runs the brokers. Default: -Dtrial.engine, TRIAL_ENGINE, embedded.")
    private @Nullable String engine;

    @Option(
            names = "--kafka-version",
            paramLabel = "VERSION",
            description = "The version of Apache Kafka, for --engine apache."
                    + " Default: -Dtrial.kafka.version, TRIAL_KAFKA_VERSION, the newest complete one.")
    private @Nullable String kafkaVersion;

    @Mixin
    private SecurityOptions security = new SecurityOptions();

    @Mixin
    private TrialOptions trial = new TrialOptions();

    @Option(
            names = "--ready-file",
            paramLabel = "FILE",
            description =
                    "Written when the cluster is ready, with bootstrap.servers, pid and seed; removed at the end.")
    private @Nullable Path readyFile;

    @Option(
            names = "--control-file",
            paramLabel = "FILE",
            description = "Lets tests in other processes of this machine attach, with all faults and recorders; who can"
                    + " read the file can do anything to the cluster. Removed at the end.")
    private @Nullable Path controlFile;

    @Option(names = "--leash", description = "End when standard input ends, so that the cluster dies with its parent.")
    private boolean leash;

    @SuppressWarnings("UnusedVariable") // Main reads it off the command line, also when parsing fails
    @Option(names = "--stacktrace", description = "Show the stack trace of a failure.")
    private boolean stackTrace;

    RunCommand(Main.Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Main.Impossible, InterruptedException {
        ClusterSpec spec = spec();
        Optional<Charge> charge = charge(spec);
        Optional<ReadyFile> ready = Optional.ofNullable(readyFile).map(ReadyFile::new);
        ready.ifPresent(ReadyFile::clear);
        Cluster cluster = Cluster.start(spec, Optional.ofNullable(engine));
        Proceedings proceedings = new Proceedings(cluster, ready, security, trial);
        try {
            proceedings.open(charge, controlFile);
            console.lifeline().onEnd(() -> proceedings.end(/* conclude= */ !leash, console.out()));
            Optional<Path> clientFiles = security.write(cluster);
            ready.ifPresent(file -> file.write(cluster, clientFiles, Optional.ofNullable(controlFile)));
            announce(cluster, clientFiles);
            if (leash) {
                holdLeash();
            }
            console.lifeline().awaitEnd();
        } catch (TrialException failed) {
            proceedings.end(/* conclude= */ false, console.out());
            throw failed;
        } finally {
            proceedings.end(concluding || !leash, console.out());
        }
        console.out().println("Kafka Trial: stopped.");
        return proceedings.end(/* conclude= */ false, console.out()) ? Main.OK : Main.NOT_AS_CLAIMED;
    }

    private Optional<Charge> charge(ClusterSpec spec) throws Main.Impossible {
        try {
            return trial.charge(spec);
        } catch (TrialException complaint) {
            throw new Main.Impossible(complaint);
        }
    }

    private ClusterSpec spec() throws Main.Impossible {
        try {
            ClusterBuilder builder =
                    Cluster.builder().brokers(brokers).controllers(controllers).combined(combined);
            topics.forEach(builder::topic);
            config.forEach(builder::config);
            builder.maxVersions(maxVersions);
            if (port != 0) {
                builder.port(port);
            }
            if (seed != null) {
                builder.seed(seed);
            }
            if (kafkaVersion != null) {
                builder.kafkaVersion(kafkaVersion);
            }
            security.spec().ifPresent(builder::security);
            return builder.spec();
        } catch (TrialException complaint) {
            throw new Main.Impossible(complaint);
        }
    }

    private void announce(Cluster cluster, Optional<Path> clientFiles) {
        ClusterSpec spec = cluster.spec();
        String names = spec.topics().stream()
                .map(topic -> topic.name() + " (" + topic.partitions()
                        + (topic.partitions() == 1 ? " partition, " : " partitions, ")
                        + spec.replicationFactorOf(topic) + " replicas)")
                .collect(Collectors.joining(", "));
        List<String> lines = new ArrayList<>(List.of(
                "Kafka Trial: ready in " + cluster.startedIn().toMillis() + " ms",
                "  bootstrap.servers = " + cluster.bootstrapServers(),
                "  topics            = " + (names.isEmpty() ? "none declared; made when first used" : names),
                "  seed              = " + spec.seed(),
                "  engine            = " + cluster.engine()));
        clientFiles.ifPresent(where -> lines.add("  client files      = " + where + ": "
                + cluster.security().users().keySet().stream()
                        .map(user -> user + ".properties")
                        .collect(Collectors.joining(", "))));
        lines.add("  stop with " + (leash ? "SIGTERM, or by closing standard input" : "Ctrl-C or SIGTERM"));
        console.out().println(String.join(System.lineSeparator(), lines));
    }

    /**
     * Read until the other end lets go, by closing its end or by dying. Who wants a verdict says so before: a process
     * that has lost its parent ends at once.
     */
    private void holdLeash() {
        Thread holder = new Thread(
                () -> {
                    concluding = saysConclude(console.in());
                    console.lifeline().end();
                },
                "trial-cli-leash");
        holder.setDaemon(true);
        holder.start();
    }

    private static boolean saysConclude(InputStream in) {
        try {
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(CONCLUDE)) {
                    return true;
                }
            }
        } catch (IOException gone) {
            // a broken pipe is an end too
        }
        return false;
    }
}
