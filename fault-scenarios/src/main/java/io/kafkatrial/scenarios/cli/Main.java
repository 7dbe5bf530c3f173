/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.cli;

import io.kafkatrial.engine.Nearest;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.scenarios.run.ExitCode;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Start here: {@code java -jar kafka-trial-scenarios-VERSION-standalone.jar run leader-crash}. What it ends with is in
 * {@link ExitCode}.
 */
@Command(
        name = "kafka-trial-scenarios",
        description =
                "Runs scenarios: pages of a textbook on what goes wrong with Apache Kafka, and what to do about it.",
        subcommands = {
            ListCommand.class,
            ShowCommand.class,
            RunCommand.class,
            CheckCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND")
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class Main {

    private Main() {}

    /** What a command talks to. */
    record Console(InputStream in, PrintWriter out, PrintWriter err) {}

    /** Run the command line and end the process with its exit code. */
    public static void main(String[] args) {
        Charset charset = Charset.defaultCharset();
        Console console = new Console(
                System.in, new PrintWriter(System.out, true, charset), new PrintWriter(System.err, true, charset));
        System.exit(run(args, console));
    }

    /** Run the command line and give back its exit code. */
    static int run(String[] args, Console console) {
        CommandLine line = new CommandLine(new Main(), new Commands(console))
                .setOut(console.out())
                .setErr(console.err())
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((problem, given) -> usage(problem, console))
                .setExecutionExceptionHandler((failure, command, result) -> failure(failure, args, console));
        if (args.length == 0) {
            line.usage(console.out());
            return ExitCode.AS_DECLARED.code();
        }
        return line.execute(args);
    }

    private static int usage(CommandLine.ParameterException problem, Console console) {
        CommandLine command = problem.getCommandLine();
        String name = command.getParent() == null ? "" : command.getCommandName() + " ";
        console.err().println("kafka-trial-scenarios: " + words(problem));
        console.err().println("Try: kafka-trial-scenarios " + name + "--help");
        return ExitCode.USAGE.code();
    }

    private static String words(CommandLine.ParameterException problem) {
        if (problem instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String word = unmatched.getUnmatched().get(0);
            CommandLine command = problem.getCommandLine();
            if (word.startsWith("-")) {
                return unknown("option", word, options(command));
            }
            if (command.getParent() == null) {
                return unknown("command", word, command.getSubcommands().keySet());
            }
        }
        return oneLine(String.valueOf(problem.getMessage()));
    }

    private static String unknown(String what, String word, Collection<String> known) {
        String name = word.replaceFirst("=.*", "");
        return what + " '" + name + "' is not known. Perhaps '"
                + Nearest.some(name, known, 1).get(0) + "' is meant.";
    }

    private static List<String> options(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .map(OptionSpec::longestName)
                .toList();
    }

    private static int failure(Exception failure, String[] args, Console console) {
        if (List.of(args).contains(ConsoleCommand.STACK_TRACE)) {
            failure.printStackTrace(console.err());
        } else {
            String text = failure instanceof TrialException
                    ? String.valueOf(failure.getMessage())
                    : failure + " (add " + ConsoleCommand.STACK_TRACE + " to see where)";
            console.err().println("kafka-trial-scenarios: " + oneLine(text));
        }
        return failure instanceof TrialException ? ExitCode.USAGE.code() : ExitCode.NO_CLUSTER.code();
    }

    private static String oneLine(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining(" "));
    }

    /** Gives every command its console. */
    private record Commands(Console console) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            if (type == CheckCommand.class) {
                return type.cast(new CheckCommand(console));
            }
            if (type == RunCommand.class) {
                return type.cast(new RunCommand(console));
            }
            if (type == ShowCommand.class) {
                return type.cast(new ShowCommand(console));
            }
            return type == ListCommand.class
                    ? type.cast(new ListCommand(console))
                    : CommandLine.defaultFactory().create(type);
        }
    }

    /** The version in the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"Kafka Trial " + Objects.requireNonNullElse(version, "(not packaged)")};
        }
    }
}
