/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.cli;

import io.kafkatrial.scenarios.run.Selection;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which scenarios. Set once, by picocli. */
final class SelectionOptions {

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "Scenarios by name; * stands for any letters, ? for one. All, if none is named.")
    private List<String> names = List.of();

    @Option(
            names = "--without",
            paramLabel = "NAME",
            split = ",",
            description = "Scenarios to leave out, by name or pattern; may be repeated.")
    private List<String> without = List.of();

    @Option(
            names = "--tag",
            paramLabel = "TAG",
            split = ",",
            description = "Only scenarios with this tag; may be repeated, one of them is enough.")
    private List<String> tags = List.of();

    @Option(
            names = "--chapter",
            paramLabel = "CHAPTER",
            split = ",",
            description = "Only scenarios of this chapter; may be repeated.")
    private List<String> chapters = List.of();

    Selection selection(List<String> sides) {
        return new Selection(names, without, tags, chapters, sides);
    }
}
