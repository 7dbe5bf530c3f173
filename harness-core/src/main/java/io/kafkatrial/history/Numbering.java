/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives the records a history mentions dense numbers, so that a check can keep what it knows of them in
 * arrays. Sequences of one producer are numbered in runs of {@value #RUN}: a run takes its numbers when
 * the first record of it is mentioned, so a few numbers may belong to records nobody mentioned.
 *
 * <p>Only the encoder adds. Others may look up what was added before they got the history.
 */
final class Numbering {

    static final int RUN = 64;
    static final int SHIFT = 6;
    static final int MASK = RUN - 1;

    /** Runs further out than this, relative to how many there are, are kept in a map. */
    private static final int SPARE = 64;

    /** Producer to sequence / RUN to the first number of the run, + 1. */
    private int[][] runs = new int[8][];

    private final Map<RunId, Integer> outliers;
    private long[] firsts = new long[16];
    private int[] producers = new int[16];
    private int size;

    private record RunId(int producer, long run) {}

    Numbering() {
        this(new ConcurrentHashMap<>());
    }

    private Numbering(Map<RunId, Integer> outliers) {
        this.outliers = outliers;
    }

    /** These numbers for those who only look up; numbers given out later may show, and mean nothing to them. */
    Numbering snapshot() {
        Numbering copy = new Numbering(outliers);
        copy.runs = runs.clone();
        copy.firsts = firsts;
        copy.producers = producers;
        copy.size = size;
        return copy;
    }

    void mention(int producer, long sequence) {
        if (number(producer, sequence) == Lane.NONE) {
            addRun(producer, sequence >> SHIFT);
        }
    }

    private void addRun(int producer, long run) {
        if (producer >= runs.length) {
            runs = Arrays.copyOf(runs, producer * 2);
        }
        int[] known = runs[producer] == null ? new int[0] : runs[producer];
        if (run >= 0 && run < known.length * 2L + SPARE) {
            if (run >= known.length) {
                known = Arrays.copyOf(
                        known, (int) Math.max(run + 1, Math.min(known.length * 2L, Integer.MAX_VALUE - 8)));
            }
            known[(int) run] = size * RUN + 1;
            runs[producer] = known;
        } else {
            outliers.put(new RunId(producer, run), size * RUN);
        }
        if (size == firsts.length) {
            firsts = Arrays.copyOf(firsts, size * 2);
            producers = Arrays.copyOf(producers, size * 2);
        }
        firsts[size] = run << SHIFT;
        producers[size] = producer;
        size++;
    }

    /** The number of a record; {@link Lane#NONE} if nothing near it was mentioned. */
    int number(int producer, long sequence) {
        long run = sequence >> SHIFT;
        if (producer < runs.length) {
            int[] known = runs[producer];
            if (known != null && run >= 0 && run < known.length && known[(int) run] > 0) {
                return known[(int) run] - 1 + (int) (sequence & MASK);
            }
        }
        if (outliers.isEmpty()) {
            return Lane.NONE;
        }
        Integer first = outliers.get(new RunId(producer, run));
        return first == null ? Lane.NONE : first + (int) (sequence & MASK);
    }

    int producer(int number) {
        return producers[number >> SHIFT];
    }

    long sequence(int number) {
        return firsts[number >> SHIFT] + (number & MASK);
    }

    /** How many numbers are given out. */
    int size() {
        return size * RUN;
    }
}
