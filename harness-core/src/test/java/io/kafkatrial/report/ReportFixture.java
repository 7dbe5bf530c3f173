/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import io.kafkatrial.check.Claim;
import io.kafkatrial.check.Verdicts;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.RecordId;
import io.kafkatrial.history.Tale;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Histories and inputs for the report tests. */
final class ReportFixture {

    private ReportFixture() {}

    static ReportInput input(Claim guarantee, History history) {
        return new ReportInput(
                "OrdersTest.everyOrderSurvives",
                "embedded",
                42,
                "mvn test -Dtest=OrdersTest#everyOrderSurvives -Dtrial.seed=42",
                Verdicts.of(guarantee, history),
                history,
                Optional.of(Path.of("/tmp/target/kafka-trial/everyOrderSurvives/report.html")));
    }

    /** Leader 2 acks three records alone, dies, and broker 1 leads without them. */
    static Tale lostWrites() {
        Tale tale = new Tale()
                .declared("crash leader of orders-0")
                .broker(1, "RUNNING")
                .broker(2, "RUNNING")
                .leader(0, 2, 4)
                .isr(0, 4, 1, 2)
                .wrote("p1#0", 0, 0)
                .isr(0, 4, 2)
                .wrote("p1#1", 0, 1)
                .wrote("p1#2", 0, 2)
                .wrote("p1#3", 0, 3)
                .sent("p1#4")
                .fired("crash leader of orders-0")
                .broker(2, "CRASHED")
                .unknown("p1#4")
                .leader(0, 1, 5)
                .wrote("p1#5", 0, 1)
                .polled("c1", "billing", "p1#0", 0, 0)
                .polled("c2", "billing", "p1#0", 0, 0)
                .polled("c2", "billing", "p1#5", 0, 1)
                .broker(2, "RUNNING")
                .healed("crash leader of orders-0", 1);
        return tale.found("p1#0", 0, 0).found("p1#5", 0, 1).drained(0, 0, 2);
    }

    /** One of every kind of anomaly. */
    static Tale everything() {
        return new Tale()
                .leader(0, 1, 1)
                .wrote("p#0", 0, 0)
                .wrote("p#1", 0, 1)
                .sent("p#2")
                .failed("p#2")
                .sentTo(1, "p#3")
                .acked("p#3", 1, 0)
                .sentWithKey("k", "p#4")
                .sentWithKey("k", "p#5")
                .acked("p#4", 0, 6)
                .acked("p#5", 0, 5)
                .wrote("p#6", 0, 7)
                .polled("c1", "g", "p#0", 0, 0)
                .polled("c2", "g", "p#0", 0, 0)
                .polled("c2", "g", "p#2", 0, 3)
                .polled("c2", "g", "p#5", 0, 5)
                .polled("c2", "g", "p#4", 0, 6)
                .found("p#0", 0, 0)
                .found("p#0", 0, 2)
                .found("p#9", 0, 3)
                .found("p#3", 0, 4)
                .found("p#5", 0, 5)
                .found("p#4", 0, 6)
                .found("p#6", 0, 7)
                .drained(0, 0, 8)
                .drained(1, 0, 0)
                .on("payments")
                .wrote("q#0", 0, 0)
                .wrote("q#1", 0, 1)
                .processed("app", "q#0", 0, 0)
                .processed("app", "q#0", 0, 0)
                .found("q#0", 0, 0)
                .found("q#1", 0, 1)
                .drained(0, 0, 2);
    }

    /** A run of {@code sends} records over three partitions with a crash in the middle; every 100th is lost. */
    static History large(int sends) {
        List<Event> events = new ArrayList<>();
        Instant at = Tale.START;
        long[] ends = new long[3];
        for (int broker = 1; broker <= 3; broker++) {
            events.add(new Event.BrokerChanged(at, broker, "RUNNING"));
            events.add(new Event.LeaderChanged(at, "orders", broker - 1, OptionalInt.of(broker), 1));
        }
        for (int i = 0; i < sends; i++) {
            at = at.plusNanos(100_000);
            if (i == sends / 2) {
                events.add(new Event.FaultFired(at, "crash leader of orders-1", "broker 2"));
                events.add(new Event.BrokerChanged(at, 2, "CRASHED"));
                events.add(new Event.LeaderChanged(at, "orders", 1, OptionalInt.of(3), 2));
            } else if (i == sends * 3 / 4) {
                events.add(new Event.BrokerChanged(at, 2, "RUNNING"));
                events.add(new Event.FaultHealed(at, "crash leader of orders-1", 1, "broker 2 was gone for 1.2 s"));
            }
            send(events, at, new RecordId("orders-producer-" + i % 2, i), i, ends);
        }
        for (int partition = 0; partition < 3; partition++) {
            events.add(new Event.Drained(at.plusMillis(100), "orders", partition, 0, ends[partition]));
        }
        return new History(events);
    }

    private static void send(List<Event> events, Instant at, RecordId id, int i, long[] ends) {
        int partition = i % 3;
        events.add(new Event.SendInvoked(at, id, "orders", OptionalInt.empty(), Optional.of("key-" + i % 50)));
        if (i % 97 == 96) {
            events.add(new Event.SendUnknown(at.plusMillis(3), id, "orders", "TimeoutException"));
            return;
        }
        long offset = ends[partition]++;
        events.add(new Event.SendAcked(at.plusMillis(1), id, "orders", partition, offset));
        if (i % 100 == 50) {
            return;
        }
        events.add(new Event.Polled(
                at.plusMillis(5),
                "c" + partition,
                Optional.of("billing"),
                "orders",
                partition,
                offset,
                Optional.of(id)));
        events.add(new Event.Processed(at.plusMillis(6), "billing", "orders", partition, offset, Optional.of(id)));
        events.add(new Event.Found(at.plusMillis(100), "orders", partition, offset, Optional.of(id)));
    }
}
