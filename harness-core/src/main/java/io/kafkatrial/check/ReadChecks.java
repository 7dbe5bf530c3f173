/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What readers got: deliveries to groups and effects of applications, each record of them none, one or
 * many times. Linear in the history for a given number of groups and applications.
 */
final class ReadChecks {

    private final Ledger ledger;
    private final Consumer<Anomaly> report;

    ReadChecks(Ledger ledger, Consumer<Anomaly> report) {
        this.ledger = ledger;
        this.report = report;
    }

    void run() {
        for (Fate fate : ledger.fates) {
            if (!ledger.known(fate.id)) {
                continue;
            }
            repeated(fate);
            if (fate.sent() && fate.acked() && !fate.lost && !fate.compacted) {
                missed(fate);
            }
        }
    }

    private void repeated(Fate fate) {
        if (fate.deliveries.size() > 1) {
            byReader(fate.deliveries).forEach((group, times) -> {
                if (times.size() > 1) {
                    report.accept(new Anomaly.DuplicateDelivery(fate.id, group, sightings(times), scene(times)));
                }
            });
        }
        if (fate.effects.size() > 1) {
            byReader(fate.effects).forEach((by, times) -> {
                if (times.size() > 1) {
                    report.accept(new Anomaly.DuplicateEffect(fate.id, by, sightings(times), scene(times)));
                }
            });
        }
    }

    private Map<String, List<Integer>> byReader(Positions positions) {
        Map<String, List<Integer>> byReader = new LinkedHashMap<>();
        for (int i = 0; i < positions.size(); i++) {
            int position = positions.get(i);
            reader(position).ifPresent(reader -> byReader.computeIfAbsent(reader, name -> new ArrayList<>())
                    .add(position));
        }
        return byReader;
    }

    private Optional<String> reader(int position) {
        Event event = ledger.events.get(position);
        return event instanceof Event.Polled polled ? polled.group() : Optional.of(((Event.Processed) event).by());
    }

    private List<Sighting> sightings(List<Integer> positions) {
        return positions.stream().map(ledger::sighting).toList();
    }

    /** The surroundings of the repetition, not of the first time. */
    private Scene scene(List<Integer> positions) {
        return ledger.scene(positions.get(1));
    }

    private void missed(Fate fate) {
        Event.SendAcked ack = ledger.ack(fate);
        Set<String> applications = ledger.applications.getOrDefault(ack.topic(), Set.of());
        for (String by : applications) {
            if (!seenBy(by, fate.effects)) {
                report.accept(
                        new Anomaly.MissedEffect(fate.id, by, ledger.sighting(fate.acked), ledger.scene(fate.acked)));
            }
        }
        if (applications.isEmpty()) {
            for (String group : ledger.groups.getOrDefault(ack.topic(), Set.of())) {
                if (!seenBy(group, fate.deliveries)) {
                    report.accept(new Anomaly.MissedDelivery(
                            fate.id,
                            group,
                            skipped(group, ack),
                            ledger.sighting(fate.acked),
                            ledger.scene(fate.acked)));
                }
            }
        }
    }

    private boolean seenBy(String reader, Positions positions) {
        for (int i = 0; i < positions.size(); i++) {
            if (reader(positions.get(i)).filter(reader::equals).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private boolean skipped(String group, Event.SendAcked ack) {
        long reach = ledger.tape(ack.topic(), ack.partition()).reach.getOrDefault(group, 0L);
        return ack.offset() >= 0 && ack.offset() < reach;
    }
}
