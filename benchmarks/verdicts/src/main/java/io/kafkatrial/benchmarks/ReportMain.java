/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import io.kafkatrial.check.Verdicts;
import io.kafkatrial.history.History;
import io.kafkatrial.report.HtmlReport;
import io.kafkatrial.report.ReportInput;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Judges a history and renders its page, first in a new JVM, then again. Arguments: records, keys. */
final class ReportMain {

    private static final int ROUNDS = 9;

    private ReportMain() {}

    public static void main(String[] args) {
        History history = JudgeMain.history(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        System.out.println("report.events " + history.size());
        for (int round = 0; round < ROUNDS; round++) {
            long from = System.nanoTime();
            String page = HtmlReport.render(new ReportInput(
                    "Benchmark",
                    "embedded",
                    1,
                    "none",
                    Verdicts.of(JudgeMain.ALL, history),
                    history,
                    Optional.empty()));
            double millis = (System.nanoTime() - from) / 1e6;
            if (round == 0) {
                System.out.println("report.first.ms " + millis);
                System.out.println("report.kb " + page.getBytes(StandardCharsets.UTF_8).length / 1024.0);
            } else if (round >= ROUNDS / 2) {
                System.out.println("report.ms " + millis);
            }
        }
    }
}
