/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What all commands have. Options are set once, by picocli, before {@link #call}. */
abstract class ConsoleCommand implements Callable<Integer> {

    /** Shows where a failure comes from; {@link Main} reads it off the command line, also when parsing fails. */
    static final String STACK_TRACE = "--stacktrace";

    /** What the command talks to. */
    protected final Main.Console console;

    @SuppressWarnings("UnusedVariable") // see STACK_TRACE
    @Option(names = STACK_TRACE, description = "Show the stack trace of a failure.")
    private boolean stackTrace;

    ConsoleCommand(Main.Console console) {
        this.console = console;
    }
}
