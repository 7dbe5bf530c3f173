/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Writes histories by hand, one millisecond per event, on topic {@code orders} unless told otherwise. */
public final class Tale {

    public static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private final List<Event> events = new ArrayList<>();
    private String topic = "orders";

    public Tale on(String otherTopic) {
        topic = otherTopic;
        return this;
    }

    public static RecordId id(String text) {
        return RecordId.parse(text);
    }

    public Instant now() {
        return START.plusMillis(events.size());
    }

    public Tale add(Event event) {
        events.add(event);
        return this;
    }

    public Tale sent(String id) {
        return add(new Event.SendInvoked(now(), id(id), topic, OptionalInt.empty(), Optional.empty()));
    }

    public Tale sentTo(int partition, String id) {
        return add(new Event.SendInvoked(now(), id(id), topic, OptionalInt.of(partition), Optional.empty()));
    }

    public Tale sentWithKey(String key, String id) {
        return add(new Event.SendInvoked(now(), id(id), topic, OptionalInt.empty(), Optional.of(key)));
    }

    public Tale acked(String id, int partition, long offset) {
        return add(new Event.SendAcked(now(), id(id), topic, partition, offset));
    }

    /** Sent and acknowledged. */
    public Tale wrote(String id, int partition, long offset) {
        return sent(id).acked(id, partition, offset);
    }

    public Tale failed(String id) {
        return add(new Event.SendFailed(now(), id(id), topic, "RecordTooLargeException"));
    }

    public Tale unknown(String id) {
        return add(new Event.SendUnknown(now(), id(id), topic, "TimeoutException"));
    }

    public Tale polled(String consumer, String group, String id, int partition, long offset) {
        return add(
                new Event.Polled(now(), consumer, Optional.of(group), topic, partition, offset, Optional.of(id(id))));
    }

    public Tale processed(String by, String id, int partition, long offset) {
        return add(new Event.Processed(now(), by, topic, partition, offset, Optional.of(id(id))));
    }

    public Tale processedUnnamed(String by, int partition, long offset) {
        return add(new Event.Processed(now(), by, topic, partition, offset, Optional.empty()));
    }

    public Tale committed(String consumer, String group, int partition, long offset) {
        return add(new Event.Committed(now(), consumer, group, topic, partition, offset));
    }

    public Tale found(String id, int partition, long offset) {
        return add(new Event.Found(now(), topic, partition, offset, Optional.of(id(id))));
    }

    public Tale foundForeign(int partition, long offset) {
        return add(new Event.Found(now(), topic, partition, offset, Optional.empty()));
    }

    public Tale drained(int partition, long from, long end) {
        return add(new Event.Drained(now(), topic, partition, from, end));
    }

    public Tale leader(int partition, int leader, int epoch) {
        return add(new Event.LeaderChanged(now(), topic, partition, OptionalInt.of(leader), epoch));
    }

    public Tale isr(int partition, int epoch, Integer... members) {
        return add(new Event.IsrChanged(now(), topic, partition, List.of(members), epoch));
    }

    public Tale broker(int broker, String state) {
        return add(new Event.BrokerChanged(now(), broker, state));
    }

    public Tale declared(String fault) {
        return add(new Event.FaultDeclared(now(), fault, "as declared"));
    }

    public Tale fired(String fault) {
        return add(new Event.FaultFired(now(), fault, "crashed broker 2"));
    }

    public Tale healed(String fault, long touched) {
        return add(new Event.FaultHealed(now(), fault, touched, touched + " processes"));
    }

    public History end() {
        return new History(events);
    }
}
