/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import io.kafkatrial.check.Guarantee;
import io.kafkatrial.check.Verdicts;
import io.kafkatrial.history.Appender;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.HistoryFile;
import io.kafkatrial.history.Recorder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Prints how long judging, reporting and recording take: run {@code main}. Asserts nothing. */
final class Measure {

    private Measure() {}

    public static void main(String[] arguments) throws Exception {
        History million = ReportFixture.large(203_000);
        History hundredThousand = ReportFixture.large(20_300);
        Path directory = Files.createTempDirectory("measure");
        ReportInput input = ReportFixture.input(Guarantee.EXACTLY_ONCE, hundredThousand);
        for (int round = 0; round < 5; round++) {
            print("judge", million, () -> Verdicts.of(Guarantee.EXACTLY_ONCE, million));
            print("html", hundredThousand, () -> HtmlReport.render(input));
            print("text", hundredThousand, () -> TextReport.render(input));
            print("json", hundredThousand, () -> JsonReport.render(input));
            print("record in memory", million, () -> record(new Recorder(), million));
            Path file = directory.resolve("history-" + round + ".jsonl");
            print("record to file", million, () -> {
                Recorder recorder = new Recorder();
                try (Appender appender = HistoryFile.append(file, recorder)) {
                    record(recorder, million);
                    return appender;
                }
            });
            print("read file", million, () -> HistoryFile.read(file));
            System.out.println("file bytes per event: "
                    + Files.size(file) / million.events().size());
            Files.delete(file);
        }
        Files.delete(directory);
    }

    private static Object record(Recorder recorder, History history) {
        for (Event event : history.events()) {
            recorder.record(event);
        }
        return recorder;
    }

    private static void print(String what, History history, Callable<?> work) throws Exception {
        long start = System.nanoTime();
        Object result = work.call();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        int events = history.events().size();
        System.out.printf(
                Locale.ROOT,
                "%-18s %,9d events %6d ms %,12d events/s%s%n",
                what,
                events,
                took.toMillis(),
                events * 1_000_000_000L / Math.max(1, took.toNanos()),
                result == null ? " nothing" : "");
    }
}
