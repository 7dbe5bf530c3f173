/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static io.kafkatrial.check.Positions.NONE;

import io.kafkatrial.check.Anomaly.Kind;
import io.kafkatrial.check.CommitLog.Done;
import io.kafkatrial.history.Names;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * What became of commits: beyond what was processed, back, lost, by who was no owner any more. Each offset of a
 * partition is looked at once for each group, as commits go forward.
 */
final class CommitChecks {

    private final Ledger ledger;
    private final Consumer<Anomaly> report;

    CommitChecks(Ledger ledger, Consumer<Anomaly> report) {
        this.ledger = ledger;
        this.report = report;
    }

    void run() {
        for (CommitLog log : ledger.commits.logs()) {
            beyond(log);
            log.steps().forEach(step -> regress(log, step));
        }
        ledger.commits.forgotten.stream().filter(lost -> lost.by() == null).forEach(this::lost);
        ledger.commits.usurped.forEach(this::zombie);
    }

    private void regress(CommitLog log, CommitLog.Step step) {
        commit(log, Kind.COMMIT_REGRESS)
                .fact("before", step.before().offset())
                .fact("after", step.after().offset())
                .evidence(sighting(log, step.before()))
                .evidence(sighting(log, step.after()))
                .report(step.after().position(), report);
    }

    private void lost(Commits.Forgotten lost) {
        commit(lost.log(), Kind.COMMIT_LOST)
                .fact("by", lost.commit().by())
                .fact("offset", lost.commit().offset())
                .fact("later", lost.asker())
                .fact("answer", lost.answer())
                .evidence(sighting(lost.log(), lost.commit()))
                .report(lost.position(), report);
    }

    private void zombie(Commits.Usurped usurped) {
        CommitLog log = usurped.log();
        commit(log, Kind.ZOMBIE_EFFECT)
                .fact("who", usurped.commit().by())
                .fact("did", "committed offset " + usurped.commit().offset() + " of " + log.topic + "-" + log.partition)
                .fact("newer", usurped.owner())
                .evidence(sighting(log, usurped.commit()))
                .report(usurped.commit().position(), report);
    }

    private Case commit(CommitLog log, Kind kind) {
        return new Case(ledger, kind)
                .place(new Names.Place(log.topic, log.partition))
                .fact("group", log.group);
    }

    static Sighting sighting(CommitLog log, Done commit) {
        Instant at = Instant.ofEpochSecond(0, commit.nanos());
        return new Sighting(at, commit.by(), log.topic, log.partition, commit.offset());
    }

    /**
     * Look for records below a commit that were not done when it was asked for. What was looked at for one
     * commit is not looked at again for the next.
     */
    private void beyond(CommitLog log) {
        Tape tape = ledger.tapes.find(log.topic, log.partition);
        int group = ledger.names.groups().number(log.group);
        if (tape == null || group == -1 || log.all.isEmpty()) {
            return;
        }
        int topic = ledger.names.topics().number(log.topic);
        Sightings deliveries = ledger.readers.deliveriesTo(group);
        boolean byEffects = ledger.readers.hasEffects(log.topic) && ledger.readers.groupsOf(topic).length == 1;
        int[] applications = byEffects ? ledger.readers.applicationsOf(topic) : new int[0];
        boolean begun = false;
        long from = -1;
        for (Done commit : log.all) {
            from = from < 0 ? tape.firstSeen() : from;
            for (long offset = from; offset < commit.offset(); offset++) {
                int record = tape.seenAt(offset);
                if (record < 0 || !ledger.known(record) || !isVisible(tape, offset, record)) {
                    continue;
                }
                int handed = deliveries.first(record);
                boolean handedBefore = handed != NONE && handed < commit.invokedAt();
                begun |= handedBefore;
                if (handedBefore ? byEffects && !isProcessed(record, applications, commit.invokedAt()) : begun) {
                    beyond(log, commit, record, handedBefore ? "processed" : "handed out");
                }
            }
            from = Math.max(from, commit.offset());
        }
    }

    private boolean isVisible(Tape tape, long offset, int record) {
        return !ledger.visibility.isHidden(tape.topic, tape.partition, offset)
                && ledger.transactions.isExpected(record);
    }

    private boolean isProcessed(int record, int[] applications, int before) {
        for (int application : applications) {
            int done = ledger.readers.effectsBy(application).first(record);
            if (done != NONE && done < before) {
                return true;
            }
        }
        return false;
    }

    private void beyond(CommitLog log, Done commit, int record, String done) {
        commit(log, Kind.COMMIT_BEYOND_PROCESSED)
                .record(record)
                .fact("by", commit.by())
                .fact("offset", commit.offset())
                .fact("done", done)
                .evidence(sighting(log, commit))
                .report(commit.position(), report);
    }
}
