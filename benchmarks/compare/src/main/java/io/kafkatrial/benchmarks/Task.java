/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A request made of contenders in turns.
 *
 * @param request see {@code Bench}
 * @param unmeasured rounds that are not counted
 * @param rounds that are
 * @param contenders who is asked
 */
record Task(String request, int unmeasured, int rounds, Set<String> contenders) {
    private static final Set<String> ALL = Set.of("kit", "spring", "kroxylicious", "apache", "trial");
    private static final Set<String> GROWING = Set.of("kit", "trial");
    private static final Set<String> CRASHING = Set.of("kroxylicious", "apache", "trial");

    /** Warm cycles. */
    static final int WARM_UNMEASURED = 20;

    static final int WARM_ROUNDS = 20;

    /** Fault runs at a time in this JVM. */
    static final List<Integer> AT_ONCE = List.of(1, 4, 8, 16, 32, 64);

    /** Fault runs at a time where each has four JVMs of its own. */
    static final List<Integer> FEW_AT_ONCE = List.of(1, 2, 4, 8);

    /**
     * What is measured.
     *
     * @param samples of most things; the kit's transactions and such take long and are asked for less often
     */
    static List<Task> all(int samples) {
        List<Task> tasks = new ArrayList<>();
        tasks.add(new Task("warm", WARM_UNMEASURED, WARM_ROUNDS, Set.of("kit", "spring", "kroxylicious", "trial")));
        tasks.add(new Task("warm", 1, 3, Set.of("apache")));
        tasks.add(new Task("footprint", 0, 1, ALL));
        for (String load : List.of(
                "produce 100 1500000 1 none",
                "produce 100 1500000 8 none",
                "produce 1000 300000 1 none",
                "produce 1000 300000 8 none",
                "produce 1000 1000000 1 lz4",
                "transactional 100 20000 1",
                "transactional 100 20000 8",
                "transactional 1000 10000 1",
                "latency 100 10000 1",
                "latency 100 40000 8",
                "latency 1000 10000 1",
                "latency 1000 40000 8",
                "consume 100 3000000",
                "consume 1000 500000",
                "group classic",
                "group consumer",
                "group.alike classic",
                "group.alike consumer",
                "commits")) {
            tasks.add(new Task(load, 0, samples, ALL));
        }
        tasks.add(new Task("transactions 300", 0, 1, ALL));
        tasks.add(new Task("failover", 1, 2 * samples, CRASHING));
        tasks.add(new Task("failover.default", 0, 2, Set.of("apache")));
        for (int atOnce : AT_ONCE) {
            tasks.add(new Task("runs " + 40 * Math.min(atOnce, 8) + " " + atOnce, 0, samples, Set.of("embedded.runs")));
        }
        for (int atOnce : FEW_AT_ONCE) {
            tasks.add(new Task("runs " + 6 * atOnce + " " + atOnce, 0, samples, Set.of("apache.runs")));
        }
        for (int brokers : List.of(1, 3, 5, 7, 9)) {
            tasks.add(new Task("brokers " + brokers, 1, samples, GROWING));
        }
        for (int partitions : List.of(3, 30, 300, 3000)) {
            tasks.add(new Task("partitions " + partitions, 0, samples, GROWING));
        }
        for (int records : List.of(10_000, 100_000, 1_000_000, 5_000_000)) {
            tasks.add(new Task("records " + records, 0, samples, GROWING));
        }
        for (int members : List.of(1, 10, 100)) {
            tasks.add(new Task("members " + members, 0, samples, GROWING));
        }
        return tasks;
    }
}
