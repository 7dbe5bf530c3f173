/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.RecordId;
import io.kafkatrial.history.Tale;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/**
 * Draws the events of a small world at random: topic {@code t} with two partitions, producers {@code p} and {@code q},
 * readers {@code c} and {@code d}, a handful of offsets, a clock that never goes back. What happens in it is up to those
 * that extend it.
 */
abstract class Chance {

    static final String TOPIC = "t";
    static final int OFFSETS = 6;

    final Random random;
    final List<Event> events = new ArrayList<>();
    private final int[] sequences = new int[2];
    private Instant now = Tale.START;

    Chance(long seed) {
        random = new Random(seed);
    }

    abstract List<Event> draw();

    /** Do this so many times at most. */
    void upTo(int most, Runnable step) {
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            step.run();
        }
    }

    boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    @SafeVarargs
    final <T> T oneOf(T... some) {
        return some[random.nextInt(some.length)];
    }

    <T> Optional<T> oneOf(List<T> some) {
        return some.isEmpty() ? Optional.empty() : Optional.of(some.get(random.nextInt(some.size())));
    }

    /** Let some time pass. */
    void pass(long millis) {
        now = now.plusMillis(millis);
    }

    Instant now() {
        return now;
    }

    void add(Event event) {
        events.add(event);
    }

    String producer() {
        return oneOf("p", "q");
    }

    String consumer() {
        return oneOf("c", "d");
    }

    int partition() {
        return oneIn(4) ? 1 : 0;
    }

    long offset() {
        return random.nextInt(OFFSETS);
    }

    /** The records sent so far. */
    List<RecordId> sent() {
        List<RecordId> ids = new ArrayList<>();
        for (Event event : events) {
            if (event instanceof Event.SendInvoked sent) {
                ids.add(sent.id());
            }
        }
        return ids;
    }

    RecordId send(String producer, OptionalInt partition, Optional<String> key) {
        RecordId id = new RecordId(producer, sequences[producer.equals("p") ? 0 : 1]++);
        add(new Event.SendInvoked(now, id, TOPIC, partition, key));
        return id;
    }

    /** One of the records that have no acknowledgement yet. */
    Optional<RecordId> unacked() {
        return oneOf(sent().stream()
                .filter(id -> events.stream()
                        .noneMatch(e ->
                                e instanceof Event.SendAcked ack && ack.id().equals(id)))
                .toList());
    }

    void ack(RecordId id, int partition, long offset) {
        add(new Event.SendAcked(now, id, TOPIC, partition, offset));
    }

    void poll(String consumer, Optional<String> group, RecordId id, int partition, long offset) {
        add(new Event.Polled(now, consumer, group, TOPIC, partition, offset, Optional.of(id)));
    }

    void find(RecordId id, int partition, long offset) {
        add(new Event.Found(now, TOPIC, partition, offset, Optional.of(id)));
    }

    void drained(int partition, long from) {
        add(new Event.Drained(now, TOPIC, partition, from, OFFSETS));
    }

    void opened(String consumer, String isolation) {
        add(new Event.ConsumerOpened(now, consumer, Optional.of("g"), isolation, "earliest", "classic"));
    }
}
