/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.cli;

import io.kafkatrial.scenarios.Book;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.run.ExitCode;
import io.kafkatrial.scenarios.run.Selection;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows the pages of scenarios. */
@Command(
        name = "show",
        description = "Shows the page of a scenario, as Markdown.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false)
final class ShowCommand extends ConsoleCommand {

    @Parameters(paramLabel = "NAME", arity = "1..*", description = "Scenarios by name; * and ? as in a pattern.")
    private List<String> names = List.of();

    @Mixin
    private OwnOptions own = new OwnOptions();

    ShowCommand(Main.Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        List<Scenario> chosen = own.select(Selection.of(names.toArray(String[]::new)));
        chosen.forEach(scenario -> console.out().println(Book.section(scenario)));
        return ExitCode.AS_DECLARED.code();
    }
}
