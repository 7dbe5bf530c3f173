/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.ArrayList;
import java.util.List;

/** All probes, and how they are put to one cluster. */
final class Probes {
    private Probes() {}

    /** All probes of a plain cluster, in order; those that stop brokers come last. {@link AclProbes} need another cluster. */
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
        all.addAll(TransactionDataProbes.all());
        all.addAll(TransactionFlowProbes.all());
        all.addAll(TransactionAdminProbes.all());
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
        all.addAll(PitfallProbes.all());
        all.addAll(FaultProbes.all());
        all.addAll(CrashProbes.all());
        return all;
    }

    /** Start it, put to it what is wanted of these, end it. */
    static void put(Subject subject, List<Probe> probes, Sheet sheet) throws Exception {
        List<Probe> wanted = probes.stream()
                .filter(probe -> sheet.wants(probe.name()) && (subject.hasLevers() || !probe.needsLevers()))
                .toList();
        if (wanted.isEmpty()) {
            return;
        }
        subject.start();
        for (Probe probe : wanted) {
            sheet.row(probe.name(), notes -> {
                try (Lab lab = new Lab(subject)) {
                    probe.body().ask(lab, notes);
                }
            });
        }
        subject.close();
    }
}
