/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
 *   <li>{@code failover}: from the crash of a leader to the first ack by the next one, half a second of acks before it.
 * </ul>
 */
final class Bench {
    private static final long ACKS_BEFORE_CRASH_NANOS = 500_000_000;

    private final Supplier<Rival> rivals;

    Bench(Supplier<Rival> rivals) {
        this.rivals = rivals;
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
