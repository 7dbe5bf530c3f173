/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.RecordId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Tells what a test of a healthy cluster tells: four producers send, in bursts and under keys, to a topic of six
 * partitions; batches are acknowledged; the two members of a group poll, process nothing and commit; a leader
 * changes under a fault; the final read finds everything. A record is four events: sent, acknowledged, handed
 * out, found. Times are the clock's of such a run, to the nanosecond.
 */
final class HistoryLoad {

    private static final String TOPIC = "orders";
    private static final int PARTITIONS = 6;
    private static final int PRODUCERS = 4;
    private static final int BATCH = 100;
    private static final int POLL = 500;

    private final Consumer<Event> recorder;
    private final int records;
    private final int keys;
    private final SplittableRandom random = new SplittableRandom(7);
    private final long[] sequences = new long[PRODUCERS];
    private final Partition[] partitions = new Partition[PARTITIONS];
    private long nanos = 1_795_255_200_000_000_000L;

    /** What waits to be acknowledged, then to be read; what lies there. */
    private static final class Partition {
        final Queue<RecordId> sent = new ArrayDeque<>();
        final Queue<RecordId> stored = new ArrayDeque<>();
        long end;
        long read;
        int[] producers = new int[16];
        long[] sequences = new long[16];
    }

    HistoryLoad(Consumer<Event> recorder, int records, int keys) {
        this.recorder = recorder;
        this.records = records;
        this.keys = keys;
        for (int i = 0; i < PARTITIONS; i++) {
            partitions[i] = new Partition();
        }
    }

    void tell() {
        begin();
        int sent = 0;
        while (sent < records) {
            int burst = Math.min(records - sent, 1 + random.nextInt(BATCH));
            int producer = random.nextInt(PRODUCERS);
            for (int i = 0; i < burst; i++) {
                send(producer);
            }
            sent += burst;
            acknowledge(random.nextInt(PARTITIONS), BATCH);
            if (random.nextInt(8) == 0) {
                poll(random.nextInt(PARTITIONS), POLL);
            }
        }
        end();
    }

    private void begin() {
        recorder.accept(new Event.TopicSettings(now(), TOPIC, PARTITIONS, 2, "delete"));
        for (int partition = 0; partition < PARTITIONS; partition++) {
            recorder.accept(new Event.LeaderChanged(now(), TOPIC, partition, OptionalInt.of(1 + partition % 3), 0));
            recorder.accept(new Event.IsrChanged(now(), TOPIC, partition, List.of(1, 2, 3), 0));
        }
        for (int producer = 0; producer < PRODUCERS; producer++) {
            recorder.accept(new Event.ProducerOpened(now(), name(producer), Optional.empty(), "all"));
        }
        for (int member = 0; member < 2; member++) {
            recorder.accept(new Event.ConsumerOpened(
                    now(), "consumer-" + member, Optional.of("billing"), "read_committed", "earliest", "classic"));
            List<String> half = member == 0
                    ? List.of(TOPIC + "-0", TOPIC + "-1", TOPIC + "-2")
                    : List.of(TOPIC + "-3", TOPIC + "-4", TOPIC + "-5");
            recorder.accept(new Event.Assigned(now(), "consumer-" + member, Optional.of("billing"), half));
        }
        recorder.accept(new Event.FaultDeclared(now(), "move", "move the leader of orders-0"));
        recorder.accept(new Event.FaultFired(now(), "move", "leader of orders-0"));
        recorder.accept(new Event.LeaderChanged(now(), TOPIC, 0, OptionalInt.of(2), 1));
        recorder.accept(new Event.FaultHealed(now(), "move", 1, "1 leader"));
    }

    private void send(int producer) {
        RecordId id = new RecordId(name(producer), sequences[producer]++);
        int key = random.nextInt(keys);
        recorder.accept(new Event.SendInvoked(now(), id, TOPIC, OptionalInt.empty(), Optional.of("customer-" + key)));
        partitions[key % PARTITIONS].sent.add(id);
    }

    private void acknowledge(int number, int most) {
        Partition partition = partitions[number];
        nanos += 500_000;
        for (int i = 0; i < most && !partition.sent.isEmpty(); i++) {
            RecordId id = partition.sent.remove();
            recorder.accept(new Event.SendAcked(now(), id, TOPIC, number, partition.end));
            store(partition, id);
            partition.stored.add(id);
        }
    }

    private static void store(Partition partition, RecordId id) {
        int at = (int) partition.end++;
        if (at == partition.producers.length) {
            partition.producers = Arrays.copyOf(partition.producers, at * 2);
            partition.sequences = Arrays.copyOf(partition.sequences, at * 2);
        }
        partition.producers[at] = id.producer().charAt(id.producer().length() - 1) - '0';
        partition.sequences[at] = id.sequence();
    }

    private void poll(int number, int most) {
        Partition partition = partitions[number];
        String member = "consumer-" + (number < PARTITIONS / 2 ? 0 : 1);
        int polled = 0;
        for (; polled < most && !partition.stored.isEmpty(); polled++) {
            RecordId id = partition.stored.remove();
            recorder.accept(new Event.Polled(
                    now(), member, Optional.of("billing"), TOPIC, number, partition.read++, Optional.of(id)));
        }
        recorder.accept(new Event.PollReturned(now(), member, polled));
        recorder.accept(new Event.CommitInvoked(now(), member, "billing", TOPIC, number, partition.read));
        recorder.accept(new Event.Committed(now(), member, "billing", TOPIC, number, partition.read));
    }

    private void end() {
        for (int number = 0; number < PARTITIONS; number++) {
            while (!partitions[number].sent.isEmpty()) {
                acknowledge(number, BATCH);
            }
            while (!partitions[number].stored.isEmpty()) {
                poll(number, POLL);
            }
        }
        for (int number = 0; number < PARTITIONS; number++) {
            Partition partition = partitions[number];
            for (int offset = 0; offset < partition.end; offset++) {
                RecordId id = new RecordId(name(partition.producers[offset]), partition.sequences[offset]);
                recorder.accept(new Event.Found(now(), TOPIC, number, offset, Optional.of(id)));
            }
            recorder.accept(new Event.Drained(now(), TOPIC, number, 0, partition.end));
        }
    }

    private static String name(int producer) {
        return switch (producer) {
            case 0 -> "t1/producer-0";
            case 1 -> "t1/producer-1";
            case 2 -> "t1/producer-2";
            default -> "t1/producer-3";
        };
    }

    private Instant now() {
        nanos += 200 + random.nextInt(2_000);
        return Instant.ofEpochSecond(nanos / 1_000_000_000L, nanos % 1_000_000_000L);
    }
}
