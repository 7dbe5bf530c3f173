/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.cli;

import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.run.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says which scenarios there are. */
@Command(
        name = "list",
        description = "Lists scenarios with their tags, chapter by chapter.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false)
final class ListCommand implements Callable<Integer> {

    private final Main.Console console;

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Mixin
    private OwnOptions own = new OwnOptions();

    @SuppressWarnings("UnusedVariable") // Main reads it off the command line, also when parsing fails
    @Option(names = "--stacktrace", description = "Show the stack trace of a failure.")
    private boolean stackTrace;

    ListCommand(Main.Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<Scenario> chosen = own.select(selection.selection(List.of()));
        int width = chosen.stream()
                .mapToInt(scenario -> scenario.page().name().length())
                .max()
                .orElse(0);
        String chapter = "";
        for (Scenario scenario : chosen) {
            Page page = scenario.page();
            if (!page.chapter().toString().equals(chapter)) {
                console.out().println((chapter.isEmpty() ? "" : System.lineSeparator()) + page.chapter());
                chapter = page.chapter().toString();
            }
            console.out()
                    .println("  " + page.name() + " ".repeat(width - page.name().length()) + "  "
                            + String.join(" ", page.tags()));
        }
        return ExitCode.AS_DECLARED.code();
    }
}
