/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.RecordId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Producers and a group at work while partitions lose leaders and replicas and faults come and go, transactions are open,
 * and ends of the log are looked at: all with time between.
 */
final class TimeWorld extends Chance {

    private final Map<String, Long> numbers = new HashMap<>();
    private final List<RecordId> log = new ArrayList<>();
    private final long[] stable = new long[2];
    private final long[] high = new long[2];

    private TimeWorld(long seed) {
        super(seed);
    }

    static List<Event> of(long seed) {
        return new TimeWorld(seed).draw();
    }

    @Override
    List<Event> draw() {
        Optional<String> group = Optional.of(oneOf("g", "h"));
        add(new Event.ConsumerOpened(now(), "c", group, "read_uncommitted", "earliest", "classic"));
        for (int i = 15 + random.nextInt(30); i > 0; i--) {
            pass(oneIn(5) ? 10 + random.nextInt(20) : 1);
            step();
        }
        upTo(3, () -> oneOf(log).ifPresent(id -> find(id, partition(), offset())));
        return events;
    }

    private void step() {
        switch (random.nextInt(13)) {
            case 0, 1 -> log.add(send(producer(), OptionalInt.empty(), Optional.empty()));
            case 2, 3 -> unended().ifPresent(this::end);
            case 4 ->
                oneOf(log).ifPresent(id -> poll(consumer(), Optional.of(oneOf("g", "h")), id, partition(), offset()));
            case 5 -> faults();
            case 6 -> replicas();
            case 7, 8, 9, 10 -> ends(partition());
            case 11 -> add(new Event.PollReturned(now(), consumer(), 0));
            default -> transact(producer());
        }
    }

    private Optional<RecordId> unended() {
        return oneOf(sent().stream()
                .filter(id -> events.stream().noneMatch(e -> isEnd(e, id)))
                .toList());
    }

    static boolean isEnd(Event event, RecordId id) {
        return (event instanceof Event.SendAcked ack && ack.id().equals(id))
                || (event instanceof Event.SendFailed failure && failure.id().equals(id))
                || (event instanceof Event.SendUnknown unknown && unknown.id().equals(id));
    }

    private void end(RecordId id) {
        switch (random.nextInt(4)) {
            case 0 -> add(new Event.SendFailed(now(), id, TOPIC, "too large"));
            case 1 -> add(new Event.SendUnknown(now(), id, TOPIC, "timeout"));
            default -> ack(id, partition(), offset());
        }
    }

    private void faults() {
        String fault = oneOf("crash", "cut");
        switch (random.nextInt(3)) {
            case 0 -> add(new Event.FaultLifted(now(), fault));
            case 1 -> add(new Event.FaultHealed(now(), fault, 1, "bit"));
            default -> add(new Event.FaultFired(now(), fault, "fired"));
        }
    }

    private void replicas() {
        if (oneIn(3)) {
            OptionalInt leader = oneIn(2) ? OptionalInt.empty() : OptionalInt.of(1);
            add(new Event.LeaderChanged(now(), TOPIC, partition(), leader, 0));
        } else {
            add(new Event.IsrChanged(now(), TOPIC, partition(), oneOf(List.of(1), List.of(1, 2), List.of(1, 2, 3)), 0));
        }
    }

    private void ends(int partition) {
        high[partition] += oneIn(2) ? 1 : 0;
        if (oneIn(6)) {
            stable[partition] = random.nextInt(3);
        }
        OptionalLong last = oneIn(12) ? OptionalLong.empty() : OptionalLong.of(stable[partition]);
        OptionalLong none = OptionalLong.empty();
        add(new Event.PartitionEnds(
                now(), now(), TOPIC, partition, none, last, OptionalLong.of(high[partition]), none));
    }

    private void transact(String producer) {
        if (!oneIn(4)) {
            return;
        }
        long number = numbers.getOrDefault(producer, -1L);
        switch (number < 0 ? 0 : random.nextInt(5)) {
            case 0 -> {
                numbers.put(producer, number + 1);
                add(new Event.TransactionBegun(now(), producer, number + 1));
            }
            case 1 -> add(new Event.TransactionCommitted(now(), producer, number));
            case 2 -> add(new Event.TransactionAborted(now(), producer, number));
            case 3 -> add(new Event.TransactionUnknown(now(), producer, number, "timeout"));
            default -> add(new Event.ClientChanged(now(), producer, oneOf("closed", "crashed")));
        }
    }
}
