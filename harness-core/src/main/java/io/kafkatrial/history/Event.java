/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * One thing that happened, seen from where it was recorded. A send is invoked once and ends at most
 * once: acked, failed (certainly not in the log) or unknown (perhaps in the log). A send without an
 * end is unknown.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public sealed interface Event {

    /** When, by the harness's clock; the order of a {@link History} is the order of recording. */
    Instant at();

    /**
     * The application called send.
     *
     * @param partition the partition asked for; empty leaves it to the partitioner
     * @param key a printable digest of the record's key; empty for no key
     */
    record SendInvoked(Instant at, RecordId id, String topic, OptionalInt partition, Optional<String> key)
            implements Event {}

    /** The broker acknowledged the send; {@code offset} is -1 under acks=0. */
    record SendAcked(Instant at, RecordId id, String topic, int partition, long offset) implements Event {}

    /** The send failed in a way that leaves no record behind. */
    record SendFailed(Instant at, RecordId id, String topic, String error) implements Event {}

    /** The send failed in a way that may have left a record behind: a timeout, a lost connection. */
    record SendUnknown(Instant at, RecordId id, String topic, String error) implements Event {}

    /**
     * A poll of the application handed out this record.
     *
     * @param group the consumer's group; empty for a consumer that assigned itself partitions by hand,
     *     from which nobody expects that it reads everything
     * @param id the record's identity; empty if it was not sent through the harness
     */
    record Polled(
            Instant at,
            String consumer,
            Optional<String> group,
            String topic,
            int partition,
            long offset,
            Optional<RecordId> id)
            implements Event {}

    /**
     * The application reported the effect of a record as done.
     *
     * @param by the application, not its thread or instance: effects are counted per name, so all
     *     members of one group report under one name
     * @param id the record's identity; if empty, the checker finds it by partition and offset
     */
    record Processed(Instant at, String by, String topic, int partition, long offset, Optional<RecordId> id)
            implements Event {}

    /** A consumer got partitions, each written {@code orders-0}. */
    record Assigned(Instant at, String consumer, Optional<String> group, List<String> partitions) implements Event {}

    /** Partitions were taken from a consumer. */
    record Revoked(Instant at, String consumer, Optional<String> group, List<String> partitions) implements Event {}

    /** A consumer's commit of one partition succeeded; {@code offset} is the next to read. */
    record Committed(Instant at, String consumer, String group, String topic, int partition, long offset)
            implements Event {}

    /** A consumer's commit of one partition failed. */
    record CommitFailed(
            Instant at, String consumer, String group, String topic, int partition, long offset, String error)
            implements Event {}

    /** A client was crashed, closed or started by the harness. */
    record ClientChanged(Instant at, String client, String state) implements Event {}

    /**
     * The final read after all faults healed found this record.
     *
     * @param id the record's identity; empty if it was not sent through the harness
     */
    record Found(Instant at, String topic, int partition, long offset, Optional<RecordId> id) implements Event {}

    /** The final read of a partition is complete: everything from {@code from} up to {@code end}. */
    record Drained(Instant at, String topic, int partition, long from, long end) implements Event {}

    /**
     * The test promised this fault. Recorded before the test body runs: a declared fault that never
     * fires makes the verdict vacuous.
     *
     * @param fault the same name as in {@link FaultFired} and {@link FaultHealed}
     * @param description what is to happen, to whom and when, in words
     */
    record FaultDeclared(Instant at, String fault, String description) implements Event {}

    /** A fault was pulled. {@code fault} names it the same way in all its events. */
    record FaultFired(Instant at, String fault, String detail) implements Event {}

    /**
     * A fault ended.
     *
     * @param touched how much it touched: processes, messages; 0 means it never bit
     * @param evidence what it touched, in words
     */
    record FaultHealed(Instant at, String fault, long touched, String evidence) implements Event {}

    /** The controller committed another leader of a partition. */
    record LeaderChanged(Instant at, String topic, int partition, OptionalInt leader, int leaderEpoch)
            implements Event {}

    /** The controller committed another in-sync set of a partition. */
    record IsrChanged(Instant at, String topic, int partition, List<Integer> isr, int leaderEpoch) implements Event {}

    /** Another controller leads the quorum, or none. */
    record ControllerChanged(Instant at, OptionalInt controller, int epoch) implements Event {}

    /** A broker's process changed: running, paused, crashed, stopped. */
    record BrokerChanged(Instant at, int broker, String state) implements Event {}

    /** The wire saw an offset of a group become committed. */
    record GroupOffset(Instant at, String group, String topic, int partition, long offset, OptionalLong leaderEpoch)
            implements Event {}
}
