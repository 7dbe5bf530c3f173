/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.cli;

import io.kafkatrial.engine.TrialException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * Start here: {@code java -jar kafka-trial-core.jar run --brokers 3}.
 *
 * <p>Exit codes: 0 the command did what was asked; 1 it failed, for example because a port is in use;
 * 2 it was asked for something impossible; 3 what was
 * claimed does not hold or is not proved.
 */
@Command(
        name = "kafka-trial",
        description = "Runs Apache Kafka clusters to test against.",
        subcommands = {RunCommand.class, CommandLine.HelpCommand.class},
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed", "2:asked for something impossible", "3:not as claimed"})
public final class Main {

    /** It did what was asked. */
    public static final int OK = CommandLine.ExitCode.OK;

    /** It failed. */
    public static final int FAILURE = CommandLine.ExitCode.SOFTWARE;

    /** It was asked for something impossible. */
    public static final int USAGE = CommandLine.ExitCode.USAGE;

    /** A claim does not hold, or is not proved, or a fault never bit. */
    public static final int NOT_AS_CLAIMED = 3;

    private static final String STACK_TRACE = "--stacktrace";

    private Main() {}

    /** What a command talks to: its input, its outputs, and the end of its process. */
    record Console(InputStream in, PrintWriter out, PrintWriter err, Lifeline lifeline) {}

    /** Run the command line and end the process with its exit code. */
    public static void main(String[] args) {
        Charset charset = Charset.defaultCharset();
        Console console = new Console(
                System.in,
                new PrintWriter(System.out, true, charset),
                new PrintWriter(System.err, true, charset),
                new ProcessLifeline());
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
            return OK;
        }
        return line.execute(args);
    }

    private static int usage(CommandLine.ParameterException problem, Console console) {
        console.err().println("kafka-trial: " + oneLine(problem));
        console.err().println("Try: kafka-trial " + subcommand(problem) + "--help");
        return USAGE;
    }

    private static String subcommand(CommandLine.ParameterException problem) {
        CommandLine command = problem.getCommandLine();
        return command.getParent() == null ? "" : command.getCommandName() + " ";
    }

    private static int failure(Exception failure, String[] args, Console console) {
        if (Arrays.asList(args).contains(STACK_TRACE)) {
            failure.printStackTrace(console.err());
        } else {
            console.err().println("kafka-trial: " + oneLine(failure));
        }
        return failure instanceof Impossible ? USAGE : FAILURE;
    }

    private static String oneLine(Exception problem) {
        String message = problem.getMessage();
        boolean ours = problem instanceof TrialException
                || problem instanceof Impossible
                || problem instanceof CommandLine.ParameterException;
        String text = ours && message != null ? message : problem + " (add " + STACK_TRACE + " to see where)";
        return text.lines()
                .map(String::strip)
                .reduce((one, other) -> one + " " + other)
                .orElse("");
    }

    /** Gives every command its console. */
    private record Commands(Console console) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            return type == RunCommand.class
                    ? type.cast(new RunCommand(console))
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

    /** What was asked for cannot be: a complaint about an option, found before anything started. */
    static final class Impossible extends Exception {
        private static final long serialVersionUID = 1L;

        Impossible(TrialException complaint) {
            super(Optional.ofNullable(complaint.getMessage()).orElse("impossible"), complaint);
        }
    }
}
