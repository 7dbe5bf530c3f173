/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import io.kafkatrial.check.Verdict;
import io.kafkatrial.check.Verdicts;
import io.kafkatrial.history.History;
import io.kafkatrial.history.HistoryFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads a history from its file and judges it, again and again on one thread. Arguments: records, keys. */
final class ReadMain {

    private static final int ROUNDS = 9;

    private ReadMain() {}

    public static void main(String[] args) throws IOException {
        int records = Integer.parseInt(args[0]);
        Path file = Files.createTempFile("history", ".jsonl");
        try {
            HistoryFile.write(file, JudgeMain.history(records, Integer.parseInt(args[1])));
            double[] read = new double[ROUNDS];
            double[] both = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                long from = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                History history = HistoryFile.read(file);
                long middle = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                if (!(Verdicts.of(JudgeMain.ALL, history) instanceof Verdict.Pass)) {
                    throw new IllegalStateException("the history is sound");
                }
                long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                read[round] = (middle - from) / (double) records;
                both[round] = (end - from) / (double) records;
            }
            System.out.println("file.bytes " + Files.size(file) / (double) records);
            System.out.println("read " + median(read));
            System.out.println("read.judge " + median(both));
        } finally {
            Files.delete(file);
        }
    }

    /** Of the second half. */
    private static double median(double[] values) {
        double[] warm = Arrays.copyOfRange(values, values.length / 2, values.length);
        Arrays.sort(warm);
        return warm[warm.length / 2];
    }
}
