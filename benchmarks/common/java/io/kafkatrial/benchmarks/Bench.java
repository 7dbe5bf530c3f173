/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Measures one rival in this JVM, as the comparing process asks on standard input; prints {@code NAME=NUMBER} for each
 * sample and {@code done} after each request. Argument {@code fresh}: one cluster, from the entry into main to the first
 * acknowledged record, then stop. Arguments {@code clients SERVERS}: the same with a cluster that runs elsewhere. Else
 * requests, one a line:
 *
 * <ul>
 *   <li>{@code host}: a cluster that runs until the next request; says its port;
 *   <li>{@code warm.clients PORT}: what clients do in {@code warm}, with a cluster that runs elsewhere;
 *   <li>{@code warm}: start, topic with three replicas, first record acknowledged by all of them, stop;
 *   <li>{@code footprint}: see {@link Footprint};
 *   <li>{@code produce BYTES RECORDS PRODUCERS COMPRESSION}, {@code latency BYTES RECORDS PRODUCERS},
 *       {@code transactional BYTES RECORDS PRODUCERS}, {@code consume BYTES RECORDS}: see {@link Traffic};
 *   <li>{@code group PROTOCOL}: four members join, median of some groups after one that is not measured; {@code group.alike
 *       PROTOCOL}: the same with the settings of groups that Kafka Trial has; {@code members COUNT}: as many of them;
 *   <li>{@code commits}: offsets one consumer commits in a second;
 *   <li>{@code transactions COUNT}: so many small transactions of one producer;
 *   <li>{@code failover}: from the crash of a leader to the first ack by the next one, half a second of acks before it;
 *       {@code failover.default}: the same with the session of a broker that Apache Kafka has by default;
 *   <li>{@code brokers COUNT}, {@code partitions COUNT}, {@code records COUNT}: see {@link Growth}.
 * </ul>
 *
 * With {@code -Dleave=true} a cluster that was under load is left running, for one whose shutdown takes minutes: who
 * asked ends the process. Everything by one thread.
 */
final class Bench {
    private static final int BROKERS = 3;
    private static final long ACKS_BEFORE_CRASH_NANOS = 500_000_000;
    private static final long COMMITTING_NANOS = 3_000_000_000L;
    private static final int MEMBERS = 4;
    private static final boolean LEAVE = Boolean.getBoolean("leave");

    /** What Kafka Trial sets of groups, see docs/embedded-engine.md. */
    private static final Map<String, String> ALIKE = Map.of(
            "group.initial.rebalance.delay.ms", "0",
            "group.coordinator.append.linger.ms", "0",
            "group.consumer.heartbeat.interval.ms", "300",
            "group.consumer.min.heartbeat.interval.ms", "50",
            "group.consumer.session.timeout.ms", "10000",
            "group.consumer.min.session.timeout.ms", "100",
            "group.consumer.assignment.interval.ms", "0");

    /** How long Apache Kafka waits for a broker that says nothing. */
    private static final Map<String, String> SESSIONS_OF_KAFKA =
            Map.of("broker.session.timeout.ms", "9000", "broker.heartbeat.interval.ms", "2000");

    private final Rival.Make make;

    /** What runs for others; null for nothing. */
    private Rival hosted;

    Bench(Rival.Make make) {
        this.make = make;
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
            } else if (args.length == 2 && args[0].equals("clients")) {
                Client.firstAck(args[1]);
                say("fresh.clients.ack", (System.nanoTime() - startedAt) / 1e6);
            } else {
                serve();
            }
        } catch (Throwable failed) {
            failed.printStackTrace();
            System.exit(1);
        }
        System.exit(0);
    }

    static void say(String name, double value) {
        System.out.println(name + "=" + value);
    }

    private void fresh(long startedAt) throws Exception {
        Rival rival = make.with(BROKERS, Map.of());
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
            answer(request.split(" ", -1));
            System.out.println("done");
        }
    }

    private void answer(String[] words) throws Exception {
        if (hosted != null) {
            hosted.stop();
            hosted = null;
        }
        switch (words[0]) {
            case "host" -> host();
            case "warm" -> warm();
            case "warm.clients" -> warmClients("127.0.0.1:" + words[1]);
            case "footprint" -> Footprint.of(make.with(BROKERS, Map.of()));
            case "produce" ->
                with(Map.of(), at -> Traffic.produce(at, number(words, 1), number(words, 2), number(words, 3), words[4]));
            case "latency" ->
                with(Map.of(), at -> Traffic.latency(at, number(words, 1), number(words, 2), number(words, 3)));
            case "transactional" ->
                with(Map.of(), at -> Traffic.transactional(at, number(words, 1), number(words, 2), number(words, 3)));
            case "consume" -> with(Map.of(), at -> Traffic.consume(at, number(words, 1), number(words, 2)));
            case "group" -> with(Map.of(), at -> GroupLoad.joins("group." + words[1], at, MEMBERS, words[1]));
            case "group.alike" ->
                with(ALIKE, at -> GroupLoad.joins("group.alike." + words[1], at, MEMBERS, words[1]));
            case "members" ->
                with(ALIKE, at -> GroupLoad.joins("members." + words[1], at, number(words, 1), "consumer"));
            case "commits" ->
                with(Map.of(), at -> say(
                        "commits",
                        new GroupLoad(at, "commits", MEMBERS).commitsPerSecond("commits", COMMITTING_NANOS)));
            case "transactions" ->
                with(Map.of(), at -> say("transactions", TransactionLoad.ms(at, number(words, 1))));
            case "failover" -> failover("failover", Map.of());
            case "failover.default" -> failover("failover.default", SESSIONS_OF_KAFKA);
            case "brokers" -> Growth.brokers(make, number(words, 1));
            case "partitions" -> with(Map.of(), at -> Growth.partitions(at, number(words, 1)));
            case "records" -> with(Map.of(), at -> Growth.records(at, number(words, 1)));
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private static int number(String[] words, int index) {
        return Integer.parseInt(words[index]);
    }

    /** What is done to a cluster that runs. */
    private interface Load {
        void on(String bootstrapServers) throws Exception;
    }

    private void with(Map<String, String> config, Load load) throws Exception {
        Rival rival = make.with(BROKERS, config);
        try {
            load.on(rival.start());
        } finally {
            if (!LEAVE) {
                rival.stop();
            }
        }
    }

    private void host() throws Exception {
        hosted = make.with(BROKERS, Map.of());
        String servers = hosted.start();
        say("host.port", Integer.parseInt(servers.substring(servers.lastIndexOf(':') + 1)));
    }

    private void warm() throws Exception {
        long startedAt = System.nanoTime();
        Rival rival = make.with(BROKERS, Map.of());
        String bootstrap = rival.start();
        long readyAt = System.nanoTime();
        Client.firstAck(bootstrap);
        rival.stop();
        say("warm.ready", (readyAt - startedAt) / 1e6);
        say("warm", (System.nanoTime() - startedAt) / 1e6);
    }

    private static void warmClients(String bootstrap) throws Exception {
        long startedAt = System.nanoTime();
        Client.firstAck(bootstrap, "warm-" + startedAt);
        say("warm.clients", (System.nanoTime() - startedAt) / 1e6);
    }

    private void failover(String name, Map<String, String> config) throws Exception {
        Rival rival = make.with(BROKERS, config);
        try (Client client = new Client(rival.start(), "failover")) {
            long acksSince = System.nanoTime();
            while (System.nanoTime() - acksSince < ACKS_BEFORE_CRASH_NANOS) {
                client.send(100).get();
            }
            int leader = client.leader();
            long crashedAt = System.nanoTime();
            AutoCloseable crashed = rival.crash(leader);
            client.send(100).get();
            say(name, (System.nanoTime() - crashedAt) / 1e6);
            crashed.close();
        }
        rival.stop();
    }
}
