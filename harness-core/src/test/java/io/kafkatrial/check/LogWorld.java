/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.RecordId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Records that are acknowledged, seen and found where they should be and where not, in-sync sets that shrink, ends that
 * are told: {@code p} waits for all replicas in sync, {@code q} does not.
 */
final class LogWorld extends Chance {

    private LogWorld(long seed) {
        super(seed);
    }

    static List<Event> of(long seed) {
        return new LogWorld(seed).draw();
    }

    @Override
    List<Event> draw() {
        add(new Event.ProducerOpened(now(), "p", Optional.empty(), "all"));
        add(new Event.ProducerOpened(now(), "q", Optional.empty(), "1"));
        settings();
        for (int i = 10 + random.nextInt(20); i > 0; i--) {
            pass(oneIn(4) ? random.nextInt(3_000) : 1);
            step();
        }
        for (RecordId id : sent()) {
            if (!oneIn(3)) {
                find(id, partition(), offset());
            }
        }
        upTo(2, () -> oneOf(sent()).ifPresent(this::onReplica));
        for (int partition = 0; partition < 2; partition++) {
            if (!oneIn(3)) {
                drained(partition, oneIn(4) ? 1 + random.nextInt(3) : 0);
            }
        }
        return events;
    }

    private void step() {
        switch (random.nextInt(8)) {
            case 0, 1 -> send();
            case 2, 3 -> unacked().ifPresent(id -> ack(id, partition(), offset()));
            case 4 -> oneOf(sent()).ifPresent(this::seen);
            case 5 -> inSync();
            case 6 -> ends();
            default -> {
                if (oneIn(3)) {
                    settings();
                } else {
                    oneOf(sent()).ifPresent(this::damaged);
                }
            }
        }
    }

    private void send() {
        RecordId id = send(producer(), oneIn(3) ? OptionalInt.of(partition()) : OptionalInt.empty(), Optional.empty());
        if (oneIn(2)) {
            ack(id, partition(), offset());
        }
    }

    private void seen(RecordId id) {
        switch (random.nextInt(4)) {
            case 0 -> poll(consumer(), Optional.empty(), id, partition(), offset());
            case 1 -> add(new Event.Polled(now(), consumer(), Optional.of("g"), "u", 0, offset(), Optional.of(id)));
            case 2 -> add(new Event.Processed(now(), "app", TOPIC, partition(), offset(), Optional.of(id)));
            default -> poll(consumer(), Optional.of("g"), id, partition(), offset());
        }
    }

    private void damaged(RecordId id) {
        add(new Event.Damaged(now(), consumer(), id, TOPIC, partition(), offset(), "value"));
    }

    private void onReplica(RecordId id) {
        add(new Event.ReplicaFound(now(), 1, TOPIC, partition(), offset(), Optional.of(id)));
    }

    private void settings() {
        add(new Event.TopicSettings(now(), TOPIC, 2, 1 + random.nextInt(2), "delete"));
    }

    private void inSync() {
        add(new Event.IsrChanged(now(), TOPIC, partition(), oneIn(2) ? List.of(1) : List.of(1, 2), 0));
    }

    private void ends() {
        OptionalLong none = OptionalLong.empty();
        OptionalLong end = OptionalLong.of(offset());
        boolean ofLog = oneIn(2);
        add(new Event.PartitionEnds(
                now(), now(), TOPIC, partition(), none, none, ofLog ? none : end, ofLog ? end : none));
    }

    /** What the definitions say of such a history. */
    static final class Witness extends Definitions {

        private Witness(History history) {
            super(history);
        }

        static Set<String> of(History history) {
            Witness witness = new Witness(history);
            witness.sent().forEach(witness::ofRecord);
            witness.damaged();
            witness.diverged();
            witness.belowMinIsr();
            witness.staleEnds();
            return witness.found;
        }

        private void ofRecord(RecordId id) {
            Optional<At<Event.SendAcked>> ack = acked(id);
            boolean read = ack.filter(a -> any(
                            Event.Drained.class, e -> e.partition() == a.event().partition()))
                    .isPresent();
            boolean onDisk = any(Event.ReplicaFound.class, e -> is(e.id(), id));
            if (ack.isPresent() && !read && !onDisk && sightings(id).isEmpty()) {
                found.add("UNSEEN " + id);
            }
            OptionalInt asked = invoked(id).orElseThrow().event().partition();
            int partition = asked.isPresent()
                    ? asked.getAsInt()
                    : ack.map(a -> a.event().partition()).orElse(-1);
            List<String> places = new ArrayList<>(sightings(id));
            ack.ifPresent(a -> places.add(place(a.event().partition())));
            boolean elsewhere = places.stream()
                    .anyMatch(place -> partition < 0 ? !place.startsWith("t-") : !place.equals(place(partition)));
            if (elsewhere) {
                found.add("MISROUTED " + id);
            }
        }

        /** Where anybody saw it. */
        private List<String> sightings(RecordId id) {
            return Stream.of(
                            all(Event.Found.class, e -> is(e.id(), id)).stream()
                                    .map(at -> place(at.event().partition())),
                            all(Event.Polled.class, e -> is(e.id(), id)).stream()
                                    .map(at -> at.event().topic() + "-"
                                            + at.event().partition()),
                            all(Event.Processed.class, e -> is(e.id(), id)).stream()
                                    .map(at -> place(at.event().partition())))
                    .flatMap(places -> places)
                    .toList();
        }

        private void damaged() {
            all(Event.Damaged.class)
                    .forEach(at -> found.add("DAMAGED " + at.event().id()));
        }

        private record Seen(String place, RecordId id) {}

        private Optional<Seen> seen(Event event) {
            if (event instanceof Event.Polled poll && poll.id().isPresent()) {
                String place = poll.topic() + poll.partition() + "@" + poll.offset();
                return Optional.of(new Seen(place, poll.id().get()));
            }
            return event instanceof Event.Found find && find.id().isPresent()
                    ? Optional.of(new Seen(
                            TOPIC + find.partition() + "@" + find.offset(),
                            find.id().get()))
                    : Optional.empty();
        }

        /** The first two records that were seen at an offset, if there are two. */
        private void diverged() {
            List<Seen> seen =
                    events.stream().flatMap(event -> seen(event).stream()).toList();
            seen.stream().map(Seen::place).distinct().forEach(place -> {
                List<RecordId> there = seen.stream()
                        .filter(one -> one.place.equals(place))
                        .map(Seen::id)
                        .distinct()
                        .toList();
                if (there.size() > 1) {
                    found.add("DIVERGED " + there.get(0) + " " + there.get(1));
                }
            });
        }

        /** Whether after this position the partition has fewer replicas in sync than its topic asks for. */
        private boolean isBelow(int position, int partition) {
            Optional<At<Event.IsrChanged>> isr =
                    last(before(position + 1, all(Event.IsrChanged.class, e -> e.partition() == partition)));
            int min = last(before(position + 1, all(Event.TopicSettings.class)))
                    .map(at -> at.event().minInsync())
                    .orElse(0);
            return isr.isPresent() && isr.get().event().isr().size() < min;
        }

        private void belowMinIsr() {
            for (At<Event.SendAcked> ack :
                    all(Event.SendAcked.class, e -> e.id().producer().equals("p"))) {
                int partition = ack.event().partition();
                int sent = invoked(ack.event().id()).orElseThrow().position();
                boolean throughout = true;
                for (int i = sent; i <= ack.position(); i++) {
                    throughout &= isBelow(i, partition);
                }
                boolean heardLate = false;
                for (int i = ack.position(); i < events.size(); i++) {
                    heardLate |= !isBelow(i, partition)
                            && timeOf(i).isBefore(ack.event().at().plusSeconds(2));
                }
                if (throughout && !heardLate) {
                    found.add("ACK_BELOW_MIN_ISR " + ack.event().id());
                }
            }
        }

        private void staleEnds() {
            for (At<Event.PartitionEnds> ends : all(Event.PartitionEnds.class)) {
                Event.PartitionEnds told = ends.event();
                all(Event.SendAcked.class, e -> e.partition() == told.partition() && e.at().isBefore(told.asked()))
                        .forEach(ack -> {
                            boolean replicated = ack.event().id().producer().equals("p");
                            long end = told.logEnd()
                                    .orElse(replicated ? told.highWatermark().orElse(Long.MAX_VALUE) : Long.MAX_VALUE);
                            if (ack.event().offset() >= end) {
                                found.add("STALE_END " + place(told.partition()) + " " + end);
                            }
                        });
            }
        }
    }
}
