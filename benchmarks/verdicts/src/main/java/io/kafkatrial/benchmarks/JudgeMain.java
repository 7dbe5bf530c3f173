/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import static io.kafkatrial.check.Guarantee.EXACTLY_ONCE;
import static io.kafkatrial.check.Guarantee.NO_COMMIT_BEYOND_PROCESSED;
import static io.kafkatrial.check.Guarantee.ORDERED_PER_KEY;

import com.sun.management.ThreadMXBean;
import io.kafkatrial.check.Claim;
import io.kafkatrial.check.Verdict;
import io.kafkatrial.check.Verdicts;
import io.kafkatrial.history.History;
import io.kafkatrial.history.Recorder;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;

/**
 * Judges one history by everything there is, again and again on one thread, and prints figures. Arguments: records,
 * different keys.
 */
final class JudgeMain {

    /** Everything that can be forbidden, limits in time included. */
    static final Claim ALL = EXACTLY_ONCE
            .and(ORDERED_PER_KEY)
            .and(NO_COMMIT_BEYOND_PROCESSED)
            .and(Claim.available(Duration.ofHours(1)))
            .and(Claim.recovers(Duration.ofHours(1)));

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private JudgeMain() {}

    public static void main(String[] args) {
        int records = Integer.parseInt(args[0]);
        int keys = Integer.parseInt(args[1]);
        String size = (records >= 1_000_000 ? records / 1_000_000 + "M" : records / 1_000 + "k")
                + (keys > 1_000_000 ? ".unique" : "");
        long before = heap();
        History history = history(records, keys);
        long bytes = heap() - before;
        System.out.println("history." + size + " " + bytes / (double) records);
        int rounds = records < 1_000_000 ? 120 : 7;
        double[] nanos = new double[rounds];
        long allocated = 0;
        for (int round = 0; round < rounds; round++) {
            long from = THREADS.getCurrentThreadCpuTime();
            long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
            Verdict verdict = Verdicts.of(ALL, history);
            nanos[round] = (THREADS.getCurrentThreadCpuTime() - from) / (double) records;
            allocated = THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
            if (!(verdict instanceof Verdict.Pass)) {
                throw new IllegalStateException("the history is sound, yet: " + verdict);
            }
        }
        double[] warm = Arrays.copyOfRange(nanos, rounds / 2, rounds);
        Arrays.sort(warm);
        System.out.println("judge." + size + " " + warm[warm.length / 2]);
        System.out.println("ledger." + size + " " + allocated / (double) records);
    }

    static History history(int records, int keys) {
        Recorder recorder = new Recorder();
        new HistoryLoad(recorder::record, records, keys).tell();
        return recorder.history();
    }

    static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
