/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Measures both contenders in turns, A B A B, each in JVMs and with a class path of its own, and writes the report.
 * Arguments: the folder benchmarks, the number of samples, the file of the report.
 */
final class Compare {
    private static final int WARM_UP_ROUNDS = 10;
    private static final String HEAP = "-Xmx2g";
    private static final List<String> GROUPS =
            List.of("group classic", "group consumer", "group.alike classic", "group.alike consumer", "commits");
    private static final String TRANSACTIONS = "transactions 1000";

    private final Contender kit;
    private final Contender trial;
    private final int rounds;
    private final Samples ofKit = new Samples();
    private final Samples ofTrial = new Samples();

    private Compare(Contender kit, Contender trial, int rounds) {
        this.kit = kit;
        this.trial = trial;
        this.rounds = rounds;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path root = Path.of(args[0]);
        Compare compare = new Compare(
                new Contender("io.kafkatrial.benchmarks.KitMain", root.resolve("kit/target"), HEAP),
                new Contender("io.kafkatrial.benchmarks.TrialMain", root.resolve("trial/target"), HEAP),
                Integer.parseInt(args[1]));
        Report report = Report.begin();
        compare.fresh();
        compare.sessions();
        List<Figure> figures = compare.figures();
        Files.writeString(Path.of(args[2]), report.markdown(figures));
        Files.writeString(root.resolve("compare/target/benchmarks.json"), report.json(figures));
        System.out.println(report.table(figures));
    }

    private void fresh() throws IOException, InterruptedException {
        kit.fresh();
        trial.fresh();
        for (int round = 0; round < rounds; round++) {
            ofKit.add(kit.fresh());
            ofTrial.add(trial.fresh());
        }
    }

    private void sessions() throws IOException {
        try (Contender.Session theirs = kit.session();
                Contender.Session ours = trial.session()) {
            for (int round = 0; round < WARM_UP_ROUNDS + 2 * rounds; round++) {
                Map<String, Double> kits = theirs.ask("warm");
                Map<String, Double> trials = ours.ask("warm");
                if (round >= WARM_UP_ROUNDS) {
                    ofKit.add(kits);
                    ofTrial.add(trials);
                }
            }
            ofKit.add(theirs.ask("threads"));
            ofTrial.add(ours.ask("threads"));
            for (int round = 0; round < (rounds + 1) / 2; round++) {
                for (String load : List.of("throughput 100 300000", "throughput 1000 100000")) {
                    ofKit.add(theirs.ask(load));
                    ofTrial.add(ours.ask(load));
                }
            }
            for (int round = 0; round < (rounds + 1) / 2; round++) {
                for (String load : GROUPS) {
                    ofKit.add(theirs.ask(load));
                    ofTrial.add(ours.ask(load));
                }
            }
            // once: the kit takes a minute and a half
            ofKit.add(theirs.ask(TRANSACTIONS));
            ofTrial.add(ours.ask(TRANSACTIONS));
            for (int round = 0; round < rounds; round++) {
                ofTrial.add(ours.ask("failover"));
            }
        }
    }

    private List<Figure> figures() {
        return List.of(
                figure("warm", "warm: start, topic RF 3, first acks=all ack, stop", "ms", "≤ 0.1"),
                figure("warm.ready", "warm: start only", "ms", ""),
                figure("fresh.ack", "fresh JVM: entry into main to first acks=all ack", "ms", "≤ 0.5"),
                figure("fresh.ready", "fresh JVM: entry into main to started", "ms", ""),
                figure("fresh.exit", "fresh JVM: the whole process, with stop and exit", "ms", ""),
                figure("threads", "live threads after the first ack, without the client's", "", "≤ 16 threads"),
                figure("throughput.100", "produce, acks=all, RF 3, idempotent, 100 B", "records/s", ""),
                figure("throughput.1000", "produce, acks=all, RF 3, idempotent, 1 kB", "records/s", ""),
                figure("group.classic", "join of 4 members to stable, classic, defaults of each", "ms", "≤ 0.333"),
                figure("group.consumer", "join of 4 members to stable, KIP-848, defaults of each", "ms", "≤ 0.333"),
                figure("group.alike.classic", "the same, classic, the group settings of Kafka Trial", "ms", ""),
                figure("group.alike.consumer", "the same, KIP-848, the group settings of Kafka Trial", "ms", ""),
                figure("commits", "committed offsets, 8 in a request, one consumer", "offsets/s", "≥ 10,000 offsets/s"),
                figure("transactions", "1,000 transactions, a record to each of 3 partitions", "ms", "≤ 1"),
                figure("failover", "crash of a leader to first ack by the next", "ms", ""));
    }

    private Figure figure(String name, String what, String unit, String goal) {
        return new Figure(name, what, unit, goal, ofKit.of(name), ofTrial.of(name));
    }
}
