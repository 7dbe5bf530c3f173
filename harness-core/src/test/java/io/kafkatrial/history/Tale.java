/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

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

    public Tale lifted(String fault) {
        return add(new Event.FaultLifted(now(), fault));
    }

    public Tale healed(String fault, long touched) {
        return add(new Event.FaultHealed(now(), fault, touched, touched + " processes"));
    }

    public Tale producer(String producer, String transactionalId, String acks) {
        return add(new Event.ProducerOpened(now(), producer, Optional.of(transactionalId), acks));
    }

    public Tale initialized(String producer, String transactionalId) {
        return add(new Event.TransactionsInitialized(now(), producer, transactionalId));
    }

    public Tale begun(String producer, long transaction) {
        return add(new Event.TransactionBegun(now(), producer, transaction));
    }

    public Tale commitAsked(String producer, long transaction) {
        return add(new Event.TransactionCommitInvoked(now(), producer, transaction));
    }

    /** Asked to commit, and committed. */
    public Tale commits(String producer, long transaction) {
        return commitAsked(producer, transaction)
                .add(new Event.TransactionCommitted(now().plusMillis(1), producer, transaction));
    }

    public Tale aborts(String producer, long transaction) {
        return add(new Event.TransactionAborted(now(), producer, transaction));
    }

    public Tale offsetsSent(String producer, long transaction, String group, int partition, long offset) {
        return add(new Event.OffsetsSent(now(), producer, transaction, group, topic, partition, offset));
    }

    public Tale consumer(String consumer, String group, String isolation) {
        return add(new Event.ConsumerOpened(now(), consumer, Optional.of(group), isolation, "earliest", "classic"));
    }

    public Tale shareConsumer(String consumer, String group) {
        return add(
                new Event.ConsumerOpened(now(), consumer, Optional.of(group), "read_uncommitted", "earliest", "share"));
    }

    public Tale assigned(String consumer, String group, int partition) {
        return add(new Event.Assigned(now(), consumer, Optional.of(group), List.of(topic + "-" + partition)));
    }

    public Tale revoked(String consumer, String group, int partition) {
        return add(new Event.Revoked(now(), consumer, Optional.of(group), List.of(topic + "-" + partition)));
    }

    public Tale pollReturned(String consumer, int records) {
        return add(new Event.PollReturned(now(), consumer, records));
    }

    public Tale seeked(String consumer, int partition, long offset) {
        return add(new Event.Seeked(now(), consumer, topic, partition, offset));
    }

    public Tale commitInvoked(String consumer, String group, int partition, long offset) {
        return add(new Event.CommitInvoked(now(), consumer, group, topic, partition, offset));
    }

    /** Asked when it is recorded; {@code offset} -1 for none. */
    public Tale fetched(String consumer, String group, int partition, long offset) {
        OptionalLong answer = offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
        return add(new Event.OffsetFetched(now(), now(), consumer, group, topic, partition, answer));
    }

    public Tale groupOffset(String group, int partition, long offset) {
        return add(new Event.GroupOffset(now(), group, topic, partition, offset, OptionalLong.empty()));
    }

    public Tale hidden(String id, int partition, long offset) {
        return add(new Event.Hidden(now(), topic, partition, offset, id(id)));
    }

    /** Both final reads are complete. */
    public Tale drainedTwice(int partition, long from, long end) {
        return drained(partition, from, end).add(new Event.CommittedDrained(now(), topic, partition, from, end));
    }

    public Tale replicaFound(int broker, String id, int partition, long offset) {
        return add(new Event.ReplicaFound(now(), broker, topic, partition, offset, Optional.of(id(id))));
    }

    public Tale replicaRead(int broker, int partition, long end, long highWatermark) {
        return add(new Event.ReplicaRead(now(), broker, topic, partition, 0, end, OptionalLong.of(highWatermark)));
    }

    public Tale ends(int partition, long stable, long high) {
        return add(new Event.PartitionEnds(
                now(),
                now(),
                topic,
                partition,
                OptionalLong.of(0),
                OptionalLong.of(stable),
                OptionalLong.of(high),
                OptionalLong.of(high)));
    }

    public Tale settings(int partitions, int minInsync) {
        return add(new Event.TopicSettings(now(), topic, partitions, minInsync, "delete"));
    }

    public Tale tombstone(String id) {
        return add(new Event.TombstoneSent(now(), id(id)));
    }

    public Tale derived(String output, int partition, long offset) {
        return add(new Event.Derived(now(), id(output), topic, partition, offset));
    }

    public History end() {
        return new History(events);
    }
}
