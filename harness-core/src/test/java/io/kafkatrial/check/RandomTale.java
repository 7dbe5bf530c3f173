/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.RecordId;
import io.kafkatrial.history.Tale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;

/**
 * Histories of a small world at random: two producers with transactions, two consumers of one group, two
 * partitions, a handful of offsets. Mostly as they could be, some events dropped, doubled or swapped.
 */
final class RandomTale {

    static final int OFFSETS = 6;

    private final Random random;
    private final List<Event> events = new ArrayList<>();
    private final int[] sequences = new int[2];
    private final long[] transactions = {-1, -1};
    private final List<RecordId> sent = new ArrayList<>();

    private RandomTale(long seed) {
        random = new Random(seed);
    }

    static History of(long seed) {
        RandomTale tale = new RandomTale(seed);
        tale.tell();
        tale.mutate();
        return new History(tale.events);
    }

    private void tell() {
        for (String consumer : List.of("c", "d")) {
            String isolation = random.nextBoolean() ? "read_committed" : "read_uncommitted";
            events.add(
                    new Event.ConsumerOpened(Tale.START, consumer, Optional.of("g"), isolation, "earliest", "classic"));
        }
        int steps = 10 + random.nextInt(40);
        for (int i = 0; i < steps; i++) {
            step();
        }
        for (int i = random.nextInt(8); i > 0; i--) {
            replica();
        }
        for (RecordId id : sent) {
            if (random.nextInt(4) > 0) {
                found(id);
            }
        }
        for (int partition = 0; partition < 2; partition++) {
            if (random.nextInt(6) > 0) {
                events.add(new Event.Drained(Tale.START, "t", partition, 0, OFFSETS));
                events.add(new Event.CommittedDrained(Tale.START, "t", partition, 0, OFFSETS));
            }
        }
    }

    private void found(RecordId id) {
        int partition = partition();
        long offset = offset();
        events.add(new Event.Found(Tale.START, "t", partition, offset, Optional.of(id)));
        if (random.nextInt(4) == 0) {
            events.add(new Event.Hidden(Tale.START, "t", partition, offset, id));
        }
    }

    private void step() {
        switch (random.nextInt(9)) {
            case 0, 1 -> send();
            case 2 -> acknowledge();
            case 3, 4 -> poll();
            case 5 -> transact();
            case 6 -> assign();
            case 7 -> commit();
            default -> others();
        }
    }

    private void send() {
        int producer = random.nextInt(2);
        RecordId id = new RecordId(name(producer), sequences[producer]++);
        sent.add(id);
        Optional<String> key = random.nextBoolean() ? Optional.of("k" + random.nextInt(2)) : Optional.empty();
        events.add(new Event.SendInvoked(Tale.START, id, "t", OptionalInt.empty(), key));
        if (random.nextBoolean()) {
            acknowledge(id);
        }
    }

    private void acknowledge() {
        if (!sent.isEmpty()) {
            RecordId id = sent.get(random.nextInt(sent.size()));
            if (events.stream()
                    .noneMatch(e -> e instanceof Event.SendAcked ack && ack.id().equals(id))) {
                acknowledge(id);
            }
        }
    }

    private void acknowledge(RecordId id) {
        events.add(new Event.SendAcked(Tale.START, id, "t", partition(), offset()));
    }

    private void poll() {
        if (!sent.isEmpty()) {
            RecordId id = sent.get(random.nextInt(sent.size()));
            String consumer = consumer();
            int partition = partition();
            long offset = offset();
            events.add(
                    new Event.Polled(Tale.START, consumer, Optional.of("g"), "t", partition, offset, Optional.of(id)));
            if (random.nextBoolean()) {
                events.add(new Event.PollReturned(Tale.START, consumer, 1));
            }
        }
    }

    private void transact() {
        int producer = random.nextInt(2);
        long number = transactions[producer];
        switch (number < 0 ? 0 : random.nextInt(4)) {
            case 0 -> events.add(new Event.TransactionBegun(Tale.START, name(producer), ++transactions[producer]));
            case 1 -> events.add(new Event.TransactionCommitInvoked(Tale.START, name(producer), number));
            case 2 -> events.add(new Event.TransactionCommitted(Tale.START, name(producer), number));
            default -> events.add(new Event.TransactionAborted(Tale.START, name(producer), number));
        }
    }

    private void assign() {
        List<String> partitions = List.of("t-" + partition());
        events.add(
                random.nextInt(3) > 0
                        ? new Event.Assigned(Tale.START, consumer(), Optional.of("g"), partitions)
                        : new Event.Revoked(Tale.START, consumer(), Optional.of("g"), partitions));
    }

    private void commit() {
        String consumer = consumer();
        int partition = partition();
        long offset = offset();
        if (random.nextBoolean()) {
            events.add(new Event.CommitInvoked(Tale.START, consumer, "g", "t", partition, offset));
        }
        if (random.nextInt(4) > 0) {
            events.add(new Event.Committed(Tale.START, consumer, "g", "t", partition, offset));
        }
    }

    private void others() {
        if (random.nextBoolean()) {
            events.add(new Event.Seeked(Tale.START, consumer(), "t", partition(), offset()));
        } else {
            events.add(new Event.TransactionsInitialized(Tale.START, name(random.nextInt(2)), "tx"));
        }
    }

    private void replica() {
        int broker = 1 + random.nextInt(2);
        if (random.nextBoolean() && !sent.isEmpty()) {
            RecordId id = sent.get(random.nextInt(sent.size()));
            events.add(new Event.ReplicaFound(Tale.START, broker, "t", 0, random.nextInt(2), Optional.of(id)));
        } else {
            OptionalLong highWatermark = OptionalLong.of(1 + random.nextInt(2));
            events.add(new Event.ReplicaRead(Tale.START, broker, "t", 0, 0, OFFSETS, highWatermark));
        }
    }

    private void mutate() {
        for (int i = random.nextInt(4); i > 0 && events.size() > 3; i--) {
            int at = random.nextInt(events.size() - 1);
            switch (random.nextInt(3)) {
                case 0 -> events.remove(at);
                case 1 -> {
                    if (!(events.get(at) instanceof Event.SendInvoked || events.get(at) instanceof Event.SendAcked)) {
                        events.add(at, events.get(at));
                    }
                }
                default -> {
                    // an end before its send is bad input, of which BadInputTest tells
                    if (!(events.get(at) instanceof Event.SendInvoked)) {
                        Collections.swap(events, at, at + 1);
                    }
                }
            }
        }
    }

    private static String name(int producer) {
        return producer == 0 ? "p" : "q";
    }

    private String consumer() {
        return random.nextBoolean() ? "c" : "d";
    }

    private int partition() {
        return random.nextInt(4) == 0 ? 1 : 0;
    }

    private long offset() {
        return random.nextInt(OFFSETS);
    }
}
