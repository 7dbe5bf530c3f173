/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.Cluster;
import io.kafkatrial.SharedCluster;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.ReplicaRecord;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TopicSpec;
import io.kafkatrial.engine.WireRecording;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.RecordId;
import io.kafkatrial.history.Recorder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * What all clients of one trial share: the recorder and its clock, the names given to clients, the
 * identities given to records, and how many sends still have no end.
 *
 * <p>Identities that another trial gave out are not known here: a record left over in the topic by an
 * earlier test is recorded as foreign, and judged by nobody.
 *
 * <p>Safe for use by several threads.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class Trail {

    /** Who waits for sends looks again after so long: who ends one looks only in passing whether somebody waits. */
    private static final long LOOK_MS = 10;

    private final Recorder recorder;
    private final InstantSource clock;
    private final String token;
    private final boolean silent;
    private final Map<String, AtomicInteger> names = new ConcurrentHashMap<>();
    private final Handed handed = new Handed();
    private final Set<String> topics = ConcurrentHashMap.newKeySet();
    private final Object settled = new Object();
    private final GroupMemory groups = new GroupMemory();
    private final Answers answers = new Answers();
    private final Marks marks = new Marks();
    private final LongAdder ended = new LongAdder();
    private final Map<Identity, List<Place>> origins = new ConcurrentHashMap<>();
    private volatile boolean waiting;
    private volatile boolean transactions;
    private volatile boolean byPlace;
    private volatile Identifier identifier = new ByHeader();

    /** Where a record lies. */
    record Place(String topic, int partition, long offset) {}

    /**
     * Write to {@code recorder}.
     *
     * @param token told apart from every other trial on the same cluster; becomes part of every identity
     */
    public Trail(Recorder recorder, InstantSource clock, String token) {
        this(recorder, clock, token, /* silent= */ false);
    }

    private Trail(Recorder recorder, InstantSource clock, String token, boolean silent) {
        this.silent = silent;
        this.recorder = requireNonNull(recorder, "recorder");
        this.clock = requireNonNull(clock, "clock");
        this.token = requireNonNull(token, "token");
    }

    /** The history so far. */
    public History history() {
        return recorder.history();
    }

    /** A trail that writes nothing: clients on it are as Kafka made them. */
    public static Trail silent(String token) {
        return new Trail(new Recorder(), InstantSource.system(), token, /* silent= */ true);
    }

    boolean isSilent() {
        return silent;
    }

    /**
     * Record in the neighbourhood of a cluster of the harness, whose logs can be asked past every fault.
     *
     * @param before groups that may have committed before this trial began; in a cluster that other processes use too,
     *     any may have
     */
    public void beside(Cluster cluster, Set<String> before) {
        RunningCluster running = cluster.running();
        groups.older(before, /* all= */ SharedCluster.isAttached(cluster));
        groups.logStarts(partition -> logStart(running, partition));
        for (TopicSpec topic : cluster.spec().topics()) {
            String minInsync = topic.config()
                    .getOrDefault(
                            "min.insync.replicas",
                            Integer.toString(cluster.spec().defaultMinInsyncReplicas()));
            String cleanup = topic.config().getOrDefault("cleanup.policy", "delete");
            record(at -> new Event.TopicSettings(
                    at, topic.name(), topic.partitions(), Integer.parseInt(minInsync.strip()), cleanup));
        }
    }

    private static OptionalLong logStart(RunningCluster running, TopicPartition partition) {
        PartitionId id = new PartitionId(partition.topic(), partition.partition());
        return running.partition(id)
                .filter(view -> view.leader().isPresent())
                .flatMap(view -> running.replicaEnds(view.leader().getAsInt(), id))
                .map(log -> OptionalLong.of(log.startOffset()))
                .orElse(OptionalLong.empty());
    }

    /** Record without knowing what any group did before this trial began. */
    public void besideStrangers() {
        groups.older(Set.of(), /* all= */ true);
    }

    /** The groups of this trial and of those before it on the same cluster. */
    public Set<String> groupsSoFar() {
        return groups.seen();
    }

    /** Intercepted clients of this process that connect there write here from now on. */
    public void listenAt(String bootstrapServers) {
        LiveTrails.begin(bootstrapServers, this);
    }

    /** Intercepted clients write here no more. */
    public void end() {
        LiveTrails.end(this);
    }

    /** The topics something was sent to, in order. */
    public Set<String> topics() {
        return new TreeSet<>(topics);
    }

    /**
     * Wait until every send has its end.
     *
     * @return how many have none after {@code timeout}
     */
    public long awaitSettled(Duration timeout) throws InterruptedException {
        long deadline = clock.millis() + timeout.toMillis();
        synchronized (settled) {
            waiting = true;
            try {
                while (open() > 0) {
                    long leftMs = deadline - clock.millis();
                    if (leftMs <= 0) {
                        return open();
                    }
                    settled.wait(Math.min(leftMs, LOOK_MS));
                }
                return 0;
            } finally {
                waiting = false;
            }
        }
    }

    /** Beginnings are counted after ends, so that the difference is never too small. */
    private long open() {
        long done = recorder.acked() + ended.sum();
        return recorder.sent() - done;
    }

    void record(Function<Instant, Event> event) {
        if (!silent) {
            recorder.record(event.apply(clock.instant()));
        }
    }

    /** Write that a client is in another state. */
    public void changed(String client, String state) {
        record(at -> new Event.ClientChanged(at, client, state));
    }

    /** Now, by the trail's clock. */
    public Instant now() {
        return clock.instant();
    }

    /** Answers whose sends nobody named. */
    Answers answers() {
        return answers;
    }

    /** Who the records of this trial are. */
    Marks marks() {
        return marks;
    }

    /**
     * Nobody but this process sends to the cluster and reads what it sends: records need no mark that is unique beyond
     * the process.
     */
    public void alone() {
        marks.count();
    }

    Recorder recorder() {
        return recorder;
    }

    /** What it knows of groups beside their events. */
    GroupMemory groups() {
        return groups;
    }

    InstantSource clock() {
        return clock;
    }

    /** A name no other client of this trail has: {@code producer}, {@code producer-2}, … */
    String name(String wish) {
        int count = names.computeIfAbsent(wish, key -> new AtomicInteger()).incrementAndGet();
        return count == 1 ? wish : wish + "-" + count;
    }

    /** The producer part of the identities that {@code client} gives. */
    String identity(String client) {
        return token.isEmpty() ? client : token + "/" + client;
    }

    /** A {@code client.id} that no other trail of this process uses: Kafka warns of two of one id. */
    String clientId(String client) {
        return token.isEmpty() ? client : token + "-" + client;
    }

    /** What identifies records that the final read finds; by their headers, unless told otherwise. */
    interface Identifier {
        /** A record that a reader was handed out. */
        Optional<RecordId> identify(ConsumerRecord<?, ?> record);

        /** A record in the log of a replica. */
        Optional<RecordId> identify(PartitionId place, ReplicaRecord record);
    }

    /** Identify records as the recorder of the wire does: by their places, which only the logs themselves tell. */
    public void identifyBy(WireRecording wire) {
        identifier = new Identifier() {
            @Override
            public Optional<RecordId> identify(ConsumerRecord<?, ?> record) {
                return Optional.empty();
            }

            @Override
            public Optional<RecordId> identify(PartitionId place, ReplicaRecord record) {
                return wire.identify(place, record);
            }
        };
        byPlace = true;
    }

    /** Whether only logs tell who a record is. */
    boolean identifiesByPlace() {
        return byPlace;
    }

    /** Others saw that something was sent to these topics. */
    public void sawTopics(Set<String> seen) {
        topics.addAll(seen);
    }

    Optional<RecordId> identify(ConsumerRecord<?, ?> record) {
        return identifier.identify(record);
    }

    Optional<RecordId> identify(PartitionId place, ReplicaRecord record) {
        return identifier.identify(place, record);
    }

    /** Say that there are transactions in this trial. */
    public void hasTransactions() {
        transactions = true;
    }

    boolean hadTransactions() {
        return transactions;
    }

    /** By the mark that recording producers put there. */
    private final class ByHeader implements Identifier {
        @Override
        public Optional<RecordId> identify(ConsumerRecord<?, ?> record) {
            return marks.own(IdHeader.read(record.headers()));
        }

        @Override
        public Optional<RecordId> identify(PartitionId place, ReplicaRecord record) {
            return marks.own(record.mark());
        }
    }

    /** Something is sent to this topic. */
    void sendsTo(String topic) {
        topics.add(topic);
    }

    /** How many sends have been acknowledged so far. */
    public long acked() {
        return recorder.acked();
    }

    /** How many sends have ended so far without being acknowledged. */
    public long endedOtherwise() {
        return ended.sum();
    }

    /** A send ended well; the recorder counted it. */
    void sendAcked() {
        if (waiting) {
            wake();
        }
    }

    /** A send ended otherwise. */
    void sendEnded() {
        ended.increment();
        wake();
    }

    private void wake() {
        synchronized (settled) {
            settled.notifyAll();
        }
    }

    boolean hasOrigins() {
        return !origins.isEmpty();
    }

    /** The application makes {@code output} from the record at this place, and will send it. */
    void derives(ProducerRecord<?, ?> output, Place input) {
        origins.computeIfAbsent(new Identity(output), key -> new CopyOnWriteArrayList<>())
                .add(input);
    }

    /** What this record, about to be sent, was made from. */
    List<Place> originsOf(ProducerRecord<?, ?> output) {
        List<Place> found = origins.remove(new Identity(output));
        return found == null ? List.of() : found;
    }

    /** A record by itself: two that are equal are still two. */
    private record Identity(ProducerRecord<?, ?> record) {
        @Override
        @SuppressWarnings("ReferenceEquality") // this is what it is for
        public boolean equals(@Nullable Object other) {
            return other instanceof Identity that && that.record == record;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(record);
        }
    }

    /** What consumers were handed out. */
    Handed handed() {
        return handed;
    }
}
