/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.cli;

import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.run.ExitCode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says which scenarios there are. */
@Command(
        name = "list",
        description = "Lists scenarios with their tags, chapter by chapter.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false)
final class ListCommand extends ConsoleCommand {

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Mixin
    private OwnOptions own = new OwnOptions();

    ListCommand(Main.Console console) {
        super(console);
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
