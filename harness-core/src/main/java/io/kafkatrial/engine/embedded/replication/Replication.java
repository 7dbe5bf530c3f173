/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import io.kafkatrial.engine.embedded.log.Disk;
import io.kafkatrial.engine.embedded.log.PartitionLog;
import io.kafkatrial.engine.embedded.log.Writer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.message.DescribeProducersResponseData.ProducerState;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.storage.internals.log.RecordValidationException;

/**
 * The replicas of one broker: leads some partitions, follows others, keeps their logs on a {@link Disk}.
 *
 * <p>A step function: no thread, socket, clock or randomness of its own. Everything that happens comes
 * in by {@link #step}, everything it wants done goes to the {@link Outbox}, so that a simulation with
 * virtual time drives it exactly as a broker's loop does. Confined to that loop.
 *
 * <p>Creating one loads the disk as a starting broker does: logs are kept, high watermarks restart from
 * the last checkpoint, roles come with the first metadata.
 */
public final class Replication {
    private static final short ONE = 1;

    private final ReplicationSettings settings;
    private final Disk disk;
    private final Turn turn = new Turn();
    private final Brokers brokers = new Brokers();
    private final Proposals proposals = new Proposals();
    private final Replicas replicas;
    private final Verifications verifications;
    private final Produces produces;
    private final Fetches fetches;
    private final Offsets offsets;
    private final Deletions deletions;
    private final Upkeep upkeep;
    private final DiskQueue slowDisk;
    private boolean halted;

    public Replication(ReplicationSettings settings, Disk disk) {
        this.settings = settings;
        this.disk = disk;
        this.replicas = new Replicas(settings, disk, turn, brokers, proposals);
        this.verifications = new Verifications(settings.transactions(), replicas, turn);
        this.produces = new Produces(replicas, verifications, turn);
        this.fetches = new Fetches(replicas, new RackAwareSelector(settings, brokers), turn);
        this.offsets = new Offsets(replicas);
        this.deletions = new Deletions(replicas, turn);
        this.upkeep = new Upkeep(settings, disk, replicas, turn);
        this.slowDisk = new DiskQueue(disk.device(), turn);
        obey(settings);
        disk.mount();
    }

    private void obey(ReplicationSettings now) {
        disk.producerIdExpirationMs(now.logUpkeep().producerIdExpirationMs());
        disk.verifyTransactions(now.transactions().verify());
        upkeep.cleanEvery(now.logUpkeep().cleanerBackoffMs());
    }

    /**
     * Obey a broker configuration that was changed while it runs: {@code transaction.partition.verification.enable},
     * {@code producer.id.expiration.ms} and {@code log.cleaner.backoff.ms}. Other keys are not looked at.
     */
    public void reconfigure(Map<String, String> brokerConfig) {
        obey(ReplicationSettings.fromBrokerConfig(settings.brokerId(), brokerConfig));
    }

    /** Take one input and say what follows from it. */
    public void step(Input input, Now now, Outbox out) {
        if (halted) {
            return;
        }
        turn.begin(now, out);
        upkeep.start();
        take(input);
        finish();
    }

    private void take(Input input) {
        if (input instanceof Input.Produce produce) {
            slowDisk.write(() -> produces.handle(produce));
        } else if (input instanceof Input.CoordinatorAppend append) {
            slowDisk.write(() -> produces.handle(append));
        } else if (input instanceof Input.ConsumerFetch fetch) {
            fetches.handle(FetchQuery.of(fetch));
        } else if (input instanceof Input.FetchByReplica fetch) {
            fetches.handle(FetchQuery.of(fetch));
        } else if (input instanceof Input.ReplicaFetchEnded ended) {
            slowDisk.write(() -> replicas.fetchers().ended(ended));
        } else if (input instanceof Input.DeleteRecords deletion) {
            deletions.handle(deletion);
        } else if (input instanceof Input.TransactionVerified answer) {
            slowDisk.write(() -> verifications.ended(answer));
        } else if (input instanceof Input.VerifyPartition question) {
            verify(question);
        } else if (input instanceof Input.AlterPartitionEnded ended) {
            proposals.ended(ended);
        } else if (input instanceof Input.MetadataChanged change) {
            replicas.apply(change);
        } else if (input instanceof Input.MetadataComplete) {
            replicas.removeStrays();
        } else if (input instanceof Input.Registered registered) {
            brokers.register(registered.brokerEpoch());
        } else if (input instanceof Input.Tick) {
            turn.deadlines().runDue(turn.elapsedMs());
        }
    }

    private void verify(Input.VerifyPartition question) {
        TopicPartition partition = question.partition();
        verifications.verify(
                question.producer(),
                Map.of(partition, RecordBatch.NO_SEQUENCE),
                verdict -> turn.emit(new Output.PartitionVerified(
                        question.token(),
                        verdict.errors().getOrDefault(partition, Errors.NONE),
                        verdict.guard(partition))));
    }

    private void finish() {
        for (Hosted replica : turn.takeTouched()) {
            produces.wake(replica);
            fetches.wake(replica);
        }
        deletions.wake();
        if (disk.device().isOffline()) {
            halted = true;
            turn.emit(new Output.LogDirFailed());
        }
    }

    /**
     * When, on the clock of {@link Now#elapsedMs()}, a {@link Input.Tick} is due at the latest; empty if
     * nothing waits for time. Ask again after every step and every append.
     */
    public OptionalLong nextDeadlineMs() {
        return halted ? OptionalLong.empty() : turn.deadlines().next();
    }

    /** Leave in good order: flush all logs, checkpoint, mark the disk clean. Takes no step afterwards. */
    public void shutDown() {
        disk.unmount();
    }

    /** For tests that need to look inside. */
    Replicas replicas() {
        return replicas;
    }

    /** The topic id the metadata has for this partition; empty if it has none. */
    public Optional<TopicIdPartition> find(TopicPartition partition) {
        return replicas.identify(partition);
    }

    /** All partitions this broker has a replica of. */
    public Collection<TopicIdPartition> hosted() {
        return replicas.all().stream().map(Hosted::partition).toList();
    }

    /** Whether this broker leads the partition. */
    public boolean isLeader(TopicPartition partition) {
        Hosted replica = replicas.find(partition);
        return replica != null && replica.leadership() != null;
    }

    /** The leader epoch of a local replica; empty if there is none. */
    public OptionalInt leaderEpoch(TopicPartition partition) {
        Hosted replica = replicas.find(partition);
        return replica == null ? OptionalInt.empty() : OptionalInt.of(replica.leaderEpoch());
    }

    /** The first offset of a local replica; empty if there is none. */
    public OptionalLong logStartOffset(TopicPartition partition) {
        Hosted replica = replicas.find(partition);
        return replica == null
                ? OptionalLong.empty()
                : OptionalLong.of(replica.log().startOffset());
    }

    /** The offset the next record of a local replica gets; empty if there is none. */
    public OptionalLong logEndOffset(TopicPartition partition) {
        Hosted replica = replicas.find(partition);
        return replica == null
                ? OptionalLong.empty()
                : OptionalLong.of(replica.log().endOffset());
    }

    /** The bytes of a local replica's log; empty if there is none. */
    public OptionalLong sizeInBytes(TopicPartition partition) {
        Hosted replica = replicas.find(partition);
        return replica == null
                ? OptionalLong.empty()
                : OptionalLong.of(replica.log().sizeInBytes());
    }

    /** The high watermark of a local replica; empty if there is none. */
    public OptionalLong highWatermark(TopicPartition partition) {
        Hosted replica = replicas.find(partition);
        return replica == null
                ? OptionalLong.empty()
                : OptionalLong.of(replica.log().highWatermark());
    }

    /** The largest batch a local replica takes ({@code max.message.bytes}); empty if there is no replica. */
    public OptionalInt maxBatchBytes(TopicPartition partition) {
        Hosted replica = replicas.find(partition);
        return replica == null
                ? OptionalInt.empty()
                : OptionalInt.of(replica.log().config().maxMessageSize());
    }

    /**
     * Find an offset for ListOffsets; only the leader answers.
     *
     * @param timestamp -1 latest, -2 earliest, -3 of the largest timestamp, -4 earliest local, -5 latest
     *     tiered, -6 earliest pending upload (all as without tiered storage), or the first record not older than this
     * @param isolation what "latest" means to a consumer; empty for a replica, which may ask for the log end
     * @param currentLeaderEpoch the epoch the asker believes in, if it said
     */
    public FoundOffset findOffset(
            TopicPartition partition,
            long timestamp,
            Optional<IsolationLevel> isolation,
            OptionalInt currentLeaderEpoch) {
        return offsets.find(partition, timestamp, isolation, currentLeaderEpoch);
    }

    /**
     * The producers a local replica, leading or not, knows of, for DescribeProducers.
     *
     * @throws org.apache.kafka.common.errors.ApiException UnknownTopicOrPartitionException,
     *     NotLeaderOrFollowerException if there is no replica here
     */
    public List<ProducerState> activeProducers(TopicPartition partition) {
        Hosted replica = replicas.find(partition);
        if (replica == null) {
            throw replicas.whyMissing(partition).exception();
        }
        return replica.log().producers().active();
    }

    /** Find the end of a leader epoch for OffsetForLeaderEpoch; only the leader answers. */
    public EpochEnd endOfEpoch(TopicPartition partition, OptionalInt currentLeaderEpoch, int leaderEpoch) {
        return offsets.endOfEpoch(partition, currentLeaderEpoch, leaderEpoch);
    }

    /**
     * Append for a coordinator that lives on this broker, at once, without waiting for followers; as in
     * Kafka min.insync.replicas does not refuse it but keeps it from being committed. Committed when
     * {@link Output.HighWatermarkAdvanced} reaches the returned offset.
     *
     * @param writer a coordinator
     * @return the log end offset after the append
     * @throws org.apache.kafka.common.errors.ApiException why nothing was appended:
     *     NotLeaderOrFollowerException, RecordTooLargeException …
     */
    public long appendAsCoordinator(
            TopicPartition partition, MemoryRecords records, Writer writer, Now now, Outbox out) {
        turn.begin(now, out);
        upkeep.start();
        Hosted replica = leading(partition);
        try {
            produces.append(replica, records, writer, ONE);
        } catch (RecordValidationException invalid) {
            throw invalid.invalidException();
        }
        finish();
        return replica.log().endOffset();
    }

    /**
     * Read a local leader's log up to its end, committed or not, as a coordinator does to load its state.
     *
     * @return whole batches from the one that holds {@code offset} on, at least one; empty at the end of the log
     * @throws org.apache.kafka.common.errors.ApiException NotLeaderOrFollowerException, OffsetOutOfRangeException
     */
    public MemoryRecords readForLoading(TopicPartition partition, long offset, int maxBytes) {
        PartitionLog log = leading(partition).log();
        return log.read(offset, log.endOffset(), maxBytes, true);
    }

    private Hosted leading(TopicPartition partition) {
        Hosted replica = replicas.find(partition);
        if (replica == null || replica.leadership() == null) {
            throw new NotLeaderOrFollowerException("broker " + settings.brokerId() + " does not lead " + partition);
        }
        return replica;
    }
}
