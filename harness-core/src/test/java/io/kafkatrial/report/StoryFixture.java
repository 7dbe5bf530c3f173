/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.RecordId;
import io.kafkatrial.history.Tale;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/** A history with something in every lane: two faults, elections, a rebalance, transactions, a loss. */
final class StoryFixture {

    private static final int LOST_FROM = 3_150;

    private final List<Event> events = new ArrayList<>();
    private final Random random = new Random(42);
    private final long[] ends = new long[3];

    private StoryFixture() {}

    static History history() {
        StoryFixture story = new StoryFixture();
        story.cluster();
        story.clients();
        story.records();
        story.transactions();
        story.end();
        story.events.sort(Comparator.comparing(Event::at));
        return new History(story.events);
    }

    static Setting setting() {
        return new Setting(
                Map.of(
                        "payments-producer",
                        Map.of("bootstrap.servers", "127.0.0.1:41234", "acks", "1", "sasl.jaas.config", "x")),
                List.of(),
                List.of("history.jsonl", "verdict.json", "broker-2.log"));
    }

    private static Instant at(double millis) {
        return Tale.START.plusNanos((long) (millis * 1e6));
    }

    private void leader(double millis, int partition, int leader, int epoch) {
        OptionalInt who = leader == 0 ? OptionalInt.empty() : OptionalInt.of(leader);
        events.add(new Event.LeaderChanged(at(millis), "payments", partition, who, epoch));
    }

    private void isr(double millis, int partition, int epoch, Integer... members) {
        events.add(new Event.IsrChanged(at(millis), "payments", partition, List.of(members), epoch));
    }

    private void cluster() {
        for (int broker = 1; broker <= 3; broker++) {
            events.add(new Event.BrokerChanged(at(0), broker, "running"));
            leader(1, broker - 1, broker, 4);
            isr(1, broker - 1, 4, 1, 2, 3);
        }
        events.add(new Event.ControllerChanged(at(1), OptionalInt.of(101), 1));
        events.add(new Event.CoordinatorChanged(at(200), "group", "billing", OptionalInt.of(3)));
        events.add(new Event.FaultDeclared(at(0), "slow followers of payments-1", "delay fetches"));
        events.add(new Event.FaultFired(at(1_900), "slow followers of payments-1", "broker 1 and 3 fetch late"));
        isr(2_450, 1, 4, 2);
        events.add(new Event.FaultFired(at(3_220), "crash leader of payments-1", "crashed broker 2"));
        events.add(new Event.BrokerChanged(at(3_220), 2, "crashed"));
        leader(3_420, 1, 0, 5);
        leader(4_310, 1, 1, 6);
        isr(4_310, 1, 6, 1);
        isr(3_500, 0, 4, 1, 3);
        isr(3_500, 2, 4, 1, 3);
        events.add(
                new Event.FaultHealed(at(4_600), "slow followers of payments-1", 38, "38 fetches held back for 0.6 s"));
        events.add(new Event.FaultHealed(at(5_400), "crash leader of payments-1", 1, "broker 2 was gone for 2.2 s"));
        events.add(new Event.BrokerChanged(at(5_400), 2, "running"));
        isr(5_900, 1, 6, 1, 2, 3);
        isr(5_900, 0, 4, 1, 2, 3);
        isr(5_950, 2, 4, 1, 2, 3);
    }

    private void clients() {
        Optional<String> group = Optional.of("billing");
        events.add(new Event.ConsumerOpened(at(100), "billing-1", group, "read_committed", "earliest", "consumer"));
        events.add(new Event.ConsumerOpened(at(1_400), "billing-2", group, "read_committed", "earliest", "consumer"));
        events.add(new Event.Assigned(at(300), "billing-1", group, List.of("payments-0", "payments-1", "payments-2")));
        events.add(new Event.Revoked(at(1_700), "billing-1", group, List.of("payments-2")));
        events.add(new Event.Assigned(at(1_740), "billing-2", group, List.of("payments-2")));
    }

    private boolean isDown(int partition, double millis) {
        return partition == 1 && millis > 3_200 && millis < 4_320;
    }

    private void records() {
        for (int i = 0; i < 1_400; i++) {
            double sent = 150 + i * 4.2 + random.nextInt(5);
            int partition = i % 3;
            RecordId id = new RecordId("payments-producer", i);
            Optional<String> key = Optional.of("customer-" + i % 40);
            events.add(new Event.SendInvoked(at(sent), id, "payments", OptionalInt.empty(), key));
            if (isDown(partition, sent)) {
                events.add(
                        new Event.SendUnknown(at(sent + 900 + random.nextInt(60)), id, "payments", "TimeoutException"));
                continue;
            }
            boolean lost = partition == 1 && sent > LOST_FROM && sent < 3_200;
            long offset = lost ? ends[1] + 500 + i : ends[partition]++;
            events.add(new Event.SendAcked(
                    at(sent + 2 + random.nextInt(3)), id, "payments", partition, lost ? ends[1] + i % 7 : offset));
            if (!lost) {
                read(sent, partition, offset, id);
            }
        }
    }

    private void read(double sent, int partition, long offset, RecordId id) {
        String consumer = partition == 2 && sent > 1_750 ? "billing-2" : "billing-1";
        double when = Math.max(sent + 10 + random.nextInt(30), 320);
        events.add(new Event.Polled(
                at(when), consumer, Optional.of("billing"), "payments", partition, offset, Optional.of(id)));
        events.add(new Event.Processed(at(when + 2), "billing", "payments", partition, offset, Optional.of(id)));
        if (offset % 60 == 59) {
            events.add(new Event.Committed(at(when + 5), consumer, "billing", "payments", partition, offset + 1));
        }
        events.add(new Event.Found(at(7_000 + offset / 10.0), "payments", partition, offset, Optional.of(id)));
    }

    private void transactions() {
        for (int i = 0; i < 14; i++) {
            double begun = 400 + i * 430;
            events.add(new Event.TransactionBegun(at(begun), "ledger", i));
            events.add(new Event.TransactionCommitInvoked(at(begun + 260), "ledger", i));
            events.add(
                    i == 7
                            ? new Event.TransactionAborted(at(begun + 330), "ledger", i)
                            : new Event.TransactionCommitted(at(begun + 300), "ledger", i));
        }
    }

    private void end() {
        for (int partition = 0; partition < 3; partition++) {
            events.add(new Event.Drained(at(7_100), "payments", partition, 0, ends[partition]));
        }
    }
}
