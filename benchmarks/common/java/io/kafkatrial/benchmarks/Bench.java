/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Measures one rival in this JVM, as the comparing process asks on standard input; prints {@code NAME=NUMBER} for each
 * sample and {@code done} after each request.
 *
 * <ul>
 *   <li>argument {@code fresh}: one cluster, from the entry into main to the first acknowledged record, then stop;
 *   <li>{@code warm}: start, topic with three replicas, first record acknowledged by all of them, stop;
 *   <li>{@code threads}: how many threads live after the first ack that did not before the start, those of clients
 *       (by name) not counted;
 *   <li>{@code throughput BYTES RECORDS}: records a second of one idempotent producer, acks=all, after as many unmeasured;
 *   <li>{@code group PROTOCOL}: four members join, median of some groups after one that is not measured; {@code group.alike
 *       PROTOCOL}: the same with the settings of groups that Kafka Trial has;
 *   <li>{@code commits}: offsets one consumer commits in a second;
 *   <li>{@code transactions COUNT}: so many transactions of one producer;
 *   <li>{@code failover}: from the crash of a leader to the first ack by the next one, half a second of acks before it.
 * </ul>
 */
final class Bench {
    private static final long ACKS_BEFORE_CRASH_NANOS = 500_000_000;
    private static final long COMMITTING_NANOS = 3_000_000_000L;
    private static final int UNMEASURED_GROUPS = 1;
    private static final int GROUPS = 3;

    private final Supplier<Rival> rivals;
    private final Supplier<Rival> alike;

    /**
     * Prepare to measure.
     *
     * @param rivals makes a cluster as it is by default
     * @param alike makes one with the settings of groups that Kafka Trial has by default
     */
    Bench(Supplier<Rival> rivals, Supplier<Rival> alike) {
        this.rivals = rivals;
        this.alike = alike;
    }

    /**
     * Measure, and end the process: whatever a rival left running, or a failure, shall not keep us.
     *
     * @param startedAt {@link System#nanoTime} on the first line of main
     */
    void run(String[] args, long startedAt) {
        try {
            if (args.length == 1 && args[0].equals("fresh")) {
                fresh(startedAt);
            } else {
                serve();
            }
        } catch (Throwable failed) {
            failed.printStackTrace();
            System.exit(1);
        }
        System.exit(0);
    }

    private void fresh(long startedAt) throws Exception {
        Rival rival = rivals.get();
        String bootstrap = rival.start();
        long readyAt = System.nanoTime();
        Client.firstAck(bootstrap);
        long ackAt = System.nanoTime();
        rival.stop();
        say("fresh.ready", (readyAt - startedAt) / 1e6);
        say("fresh.ack", (ackAt - startedAt) / 1e6);
        say("fresh.stopped", (System.nanoTime() - startedAt) / 1e6);
    }

    private void serve() throws Exception {
        var requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("done");
        for (String request = requests.readLine(); request != null; request = requests.readLine()) {
            String[] words = request.split(" ", -1);
            switch (words[0]) {
                case "warm" -> warm();
                case "threads" -> threads();
                case "throughput" -> throughput(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
                case "group" -> group("group." + words[1], rivals, words[1]);
                case "group.alike" -> group("group.alike." + words[1], alike, words[1]);
                case "commits" -> commits();
                case "transactions" -> transactions(Integer.parseInt(words[1]));
                case "failover" -> failover();
                default -> throw new IllegalArgumentException(request);
            }
            System.out.println("done");
        }
    }

    private void warm() throws Exception {
        long startedAt = System.nanoTime();
        Rival rival = rivals.get();
        String bootstrap = rival.start();
        long readyAt = System.nanoTime();
        Client.firstAck(bootstrap);
        rival.stop();
        say("warm.ready", (readyAt - startedAt) / 1e6);
        say("warm", (System.nanoTime() - startedAt) / 1e6);
    }

    private void threads() throws Exception {
        Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
        List<String> names = new ArrayList<>();
        Rival rival = rivals.get();
        try (Client client = new Client(rival.start(), "threads")) {
            client.send(100).get();
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (!before.contains(thread) && !Client.isThreadOfAClient(thread.getName())) {
                    names.add(thread.getName());
                }
            }
            say("threads", names.size());
            names.forEach(System.err::println);
        }
        rival.stop();
    }

    private void throughput(int bytes, int records) throws Exception {
        Rival rival = rivals.get();
        try (Client client = new Client(rival.start(), "throughput")) {
            client.sendAll(bytes, records);
            long startedAt = System.nanoTime();
            client.sendAll(bytes, records);
            say("throughput." + bytes, records / ((System.nanoTime() - startedAt) / 1e9));
        }
        rival.stop();
    }

    private static void group(String name, Supplier<Rival> some, String protocol) throws Exception {
        Rival rival = some.get();
        GroupLoad load = new GroupLoad(rival.start(), "group");
        double[] joins = new double[GROUPS];
        for (int i = -UNMEASURED_GROUPS; i < GROUPS; i++) {
            double ms = load.joinMs("group" + i, protocol);
            if (i >= 0) {
                joins[i] = ms;
            }
        }
        Arrays.sort(joins);
        say(name, joins[GROUPS / 2]);
        rival.stop();
    }

    private void commits() throws Exception {
        Rival rival = rivals.get();
        say("commits", new GroupLoad(rival.start(), "commits").commitsPerSecond("commits", COMMITTING_NANOS));
        rival.stop();
    }

    private void transactions(int count) throws Exception {
        Rival rival = rivals.get();
        say("transactions", TransactionLoad.ms(rival.start(), count));
        rival.stop();
    }

    private void failover() throws Exception {
        Rival rival = rivals.get();
        try (Client client = new Client(rival.start(), "failover")) {
            long acksSince = System.nanoTime();
            while (System.nanoTime() - acksSince < ACKS_BEFORE_CRASH_NANOS) {
                client.send(100).get();
            }
            long crashedAt = System.nanoTime();
            AutoCloseable crashed = rival.crashLeaderOf("failover");
            client.send(100).get();
            say("failover", (System.nanoTime() - crashedAt) / 1e6);
            crashed.close();
        }
        rival.stop();
    }

    private static void say(String name, double value) {
        System.out.println(name + "=" + value);
    }
}
