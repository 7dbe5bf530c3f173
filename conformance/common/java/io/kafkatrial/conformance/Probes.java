/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Puts every probe to one cluster in this JVM and writes what each saw: a line {@code name TAB observation}. */
final class Probes {
    private static final int PATIENCE_S = 120;

    private Probes() {}

    /** All probes, in order. Those that stop brokers come last. */
    static List<Probe> all() {
        List<Probe> all = new ArrayList<>();
        all.addAll(WireProbes.all());
        all.addAll(MetadataProbes.all());
        all.addAll(TopicProbes.all());
        all.addAll(PartitionProbes.all());
        all.addAll(ProduceProbes.all());
        all.addAll(RecordProbes.all());
        all.addAll(IdempotenceProbes.all());
        all.addAll(TransactionProbes.all());
        all.addAll(FetchProbes.all());
        all.addAll(MarkerProbes.all());
        all.addAll(SessionProbes.all());
        all.addAll(OffsetProbes.all());
        all.addAll(ClassicGroupProbes.all());
        all.addAll(OffsetStoreProbes.all());
        all.addAll(ConsumerGroupProbes.all());
        all.addAll(ShareGroupProbes.all());
        all.addAll(ShareRecordProbes.all());
        all.addAll(GroupAdminProbes.all());
        all.addAll(GroupFilterProbes.all());
        all.addAll(GroupMigrationProbes.all());
        all.addAll(StreamsGroupProbes.all());
        all.addAll(GroupWalkProbes.all());
        all.addAll(ConfigProbes.all());
        all.addAll(ClusterProbes.all());
        all.addAll(AdminProbes.all());
        all.addAll(AccessProbes.all());
        all.addAll(BrokerConfigProbes.all());
        all.addAll(ClientProbes.all());
        all.addAll(FaultProbes.all());
        return all;
    }

    /** Arguments: the file to write, and what a probe's name must contain to be run, one of several between commas (all if missing). */
    static void run(Subject subject, String[] args) throws Exception {
        List<String> filter = List.of(args.length > 1 ? args[1].split(",", -1) : new String[] {""});
        subject.start();
        var worker = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "probe");
            thread.setDaemon(true);
            return thread;
        });
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(args[0]), StandardCharsets.UTF_8))) {
            for (Probe probe : all()) {
                if (filter.stream().noneMatch(probe.name()::contains)) {
                    continue;
                }
                Notes notes = new Notes();
                try {
                    worker.submit(() -> {
                                try (Lab lab = new Lab(subject)) {
                                    probe.body().ask(lab, notes);
                                }
                                return null;
                            })
                            .get(PATIENCE_S, TimeUnit.SECONDS);
                } catch (Exception e) {
                    Throwable cause = e.getCause() == null ? e : e.getCause();
                    notes.note("ended with", cause);
                }
                out.println(probe.name() + "\t" + notes);
                out.flush();
            }
        }
        subject.close();
        System.exit(0);
    }
}
