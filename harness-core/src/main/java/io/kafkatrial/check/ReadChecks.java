/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Names;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/**
 * What readers got: deliveries to groups and effects of applications, each record of them none, one or
 * many times. Linear in the history for a given number of groups and applications.
 */
final class ReadChecks {

    private final Ledger ledger;
    private final Names names;
    private final Readers readers;
    private final Records records;
    private final Exhibits exhibits;
    private final Consumer<Anomaly> report;

    ReadChecks(Ledger ledger, Consumer<Anomaly> report) {
        this.ledger = ledger;
        this.names = ledger.names;
        this.readers = ledger.readers;
        this.records = ledger.records;
        this.exhibits = ledger.exhibits;
        this.report = report;
    }

    void run() {
        for (int group = 0; group < names.groups().size(); group++) {
            Sightings deliveries = readers.deliveriesTo(group);
            String name = names.groups().name(group);
            repeated(
                    deliveries,
                    times -> ledger.shares.isRepetition(name, times),
                    (record, times) -> report.accept(new Anomaly.DuplicateDelivery(
                            ledger.history.id(record), name, exhibits.sightings(times), exhibits.scene(times[1]))));
        }
        for (int reader = 0; reader < names.readers().size(); reader++) {
            String name = names.readers().name(reader);
            repeated(
                    readers.effectsBy(reader),
                    times -> true,
                    (record, times) -> report.accept(new Anomaly.DuplicateEffect(
                            ledger.history.id(record), name, exhibits.sightings(times), exhibits.scene(times[1]))));
        }
        for (int topic = 0; topic < names.topics().size(); topic++) {
            missed(topic);
        }
    }

    /** Takes a record and the positions at which it was seen; the scene is that of the repetition. */
    private interface Repetition {
        void found(int record, int[] times);
    }

    private void repeated(Sightings sightings, Predicate<int[]> counts, Repetition report) {
        for (int record : sightings.repeated()) {
            if (ledger.known(record) && counts.test(sightings.all(record))) {
                report.found(record, sightings.all(record));
            }
        }
    }

    private void missed(int topic) {
        int[] applications = readers.applicationsOf(topic);
        for (int by : applications) {
            String name = names.readers().name(by);
            missing(
                    topic,
                    readers.effectsBy(by),
                    record -> report.accept(new Anomaly.MissedEffect(
                            ledger.history.id(record),
                            name,
                            exhibits.sighting(records.ackedAt(record)),
                            exhibits.scene(records.ackedAt(record)))));
        }
        if (applications.length == 0) {
            for (int group : readers.groupsOf(topic)) {
                missing(topic, readers.deliveriesTo(group), record -> missedDelivery(record, group));
            }
        }
    }

    private void missing(int topic, Sightings sightings, IntConsumer report) {
        for (int record = 0; record < records.size(); record++) {
            if (!sightings.has(record)
                    && records.acked(record)
                    && ledger.topicOf(records.ackPlace(record)) == topic
                    && records.sent(record)
                    && !records.lost(record)
                    && ledger.transactions.isExpected(record)
                    && !records.compacted(record)) {
                report.accept(record);
            }
        }
    }

    private void missedDelivery(int record, int group) {
        int acked = records.ackedAt(record);
        long offset = records.ackOffset(record);
        Tape tape = ledger.ackTape(record);
        boolean skipped = offset >= 0 && tape != null && offset < tape.reach(group);
        report.accept(new Anomaly.MissedDelivery(
                ledger.history.id(record),
                names.groups().name(group),
                skipped,
                exhibits.sighting(acked),
                exhibits.scene(acked)));
    }
}
