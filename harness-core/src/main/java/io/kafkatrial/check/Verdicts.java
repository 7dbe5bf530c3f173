/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.check.Checked.Evidence;
import io.kafkatrial.history.History;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * From a history to a verdict: pure, and linear in the history.
 *
 * <p>What is judged, for every topic:
 *
 * <ul>
 *   <li>A send ends acked, failed (certainly nowhere) or unknown; one without an end is unknown. An
 *       unknown send may be in the log or not, and an unknown record may be seen or not: neither is an
 *       anomaly. Seen twice it is.
 *   <li>The log, by the complete final read ({@code Drained} covers it): lost writes, repeated appends,
 *       misplaced and impossible records. An acked record of a partition that was not read to its end is
 *       neither there nor lost; the verdict is then {@link Verdict.Vacuous} at best.
 *   <li>Effects, if the application reported any of the topic: one per acked record and application.
 *       Without effects, deliveries stand for them: every group that was handed a record of the topic must
 *       be handed all acked ones, and under at-most-once and exactly-once none twice. An application that
 *       recognises repetitions has to report its effects. Where effects decide, repeated appends and
 *       deliveries are information.
 *   <li>Records without an identity, and those of producers the history does not know, are counted as
 *       foreign and not judged.
 *   <li>Faults: each must have fired and touched something, else the verdict is vacuous.
 * </ul>
 *
 * <p>Definitions of the anomalies: {@link Anomaly}. After Jepsen's Kafka workload (lost, unseen,
 * duplicate) and Adya's G1a for false failures.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class Verdicts {

    private static final Set<Anomaly.Kind> EXCUSED_BY_EFFECTS =
            EnumSet.of(Anomaly.Kind.DUPLICATE_APPEND, Anomaly.Kind.DUPLICATE_DELIVERY);

    private Verdicts() {}

    /**
     * Judge whether the guarantee held in the history. A broken guarantee is a {@link Verdict.Fail} even
     * if there is reason for doubt as well.
     */
    public static Verdict of(Claim guarantee, History history) {
        return of(guarantee, history, Bitten.EACH);
    }

    /** The same, where not every fault need have bitten. */
    public static Verdict of(Claim guarantee, History history, Bitten faults) {
        Ledger ledger = new Ledger(history, guarantee.limits());
        List<Anomaly> found = anomalies(ledger);
        Checked checked = count(ledger);
        List<Anomaly> broken = new ArrayList<>();
        List<Anomaly> notes = new ArrayList<>();
        for (Anomaly anomaly : found) {
            (breaks(guarantee, anomaly, ledger) ? broken : notes).add(anomaly);
        }
        List<String> doubts = Doubts.in(ledger, checked, guarantee, faults);
        if (!broken.isEmpty()) {
            return new Verdict.Fail(guarantee, checked, broken, notes, doubts);
        }
        return doubts.isEmpty()
                ? new Verdict.Pass(guarantee, checked, notes)
                : new Verdict.Vacuous(guarantee, checked, doubts, notes);
    }

    private static List<Anomaly> anomalies(Ledger ledger) {
        List<Anomaly> found = new ArrayList<>();
        new LogChecks(ledger, found::add).run();
        new ReadChecks(ledger, found::add).run();
        new OrderChecks(ledger, found::add).run();
        new TransactionChecks(ledger, found::add).run();
        new CommitChecks(ledger, found::add).run();
        new PositionChecks(ledger, found::add).run();
        ledger.watchers.end(found::add);
        found.sort(Comparator.comparing(Anomaly::kind));
        return found;
    }

    private static boolean breaks(Claim guarantee, Anomaly anomaly, Ledger ledger) {
        boolean excused = EXCUSED_BY_EFFECTS.contains(anomaly.kind()) && ledger.readers.hasEffects(anomaly.topic());
        return guarantee.forbids(anomaly.kind()) && !excused;
    }

    private static Checked count(Ledger ledger) {
        Records records = ledger.records;
        long sent = 0;
        long acked = 0;
        long failed = 0;
        long found = 0;
        for (int record = 0; record < records.size(); record++) {
            if (ledger.known(record)) {
                sent += records.sent(record) ? 1 : 0;
                acked += records.acked(record) ? 1 : 0;
                failed += records.failed(record) ? 1 : 0;
                found += ledger.readers.finds().has(record) ? 1 : 0;
            }
        }
        int partitions = (int)
                ledger.tapes.all().stream().filter(tape -> tape.drained != null).count();
        return new Checked(
                sent,
                acked,
                failed,
                sent - acked - failed,
                found,
                ledger.deliveries,
                ledger.effects,
                ledger.foreign,
                partitions,
                ledger.faults.bitten(),
                evidence(ledger),
                ledger.oddities.remarks());
    }

    private static Map<String, Evidence> evidence(Ledger ledger) {
        Map<String, Evidence> evidence = new TreeMap<>();
        ledger.tapes.all().forEach(tape -> evidence.put(tape.topic, Evidence.LOG));
        for (int topic = 0; topic < ledger.names.topics().size(); topic++) {
            String name = ledger.names.topics().name(topic);
            if (ledger.readers.groupsOf(topic).length > 0) {
                evidence.put(name, Evidence.DELIVERIES);
            }
            if (ledger.readers.hasEffects(name)) {
                evidence.put(name, Evidence.EFFECTS);
            }
        }
        return evidence;
    }
}
