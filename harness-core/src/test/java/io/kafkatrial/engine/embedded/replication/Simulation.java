/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import io.kafkatrial.engine.embedded.log.Disk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Some brokers' {@link Replication}, a controller and a network under virtual time; one thread, no chance. */
@NullUnmarked // tests look things up they know are there
final class Simulation {
    static final int LATENCY_MS = 1;

    /** One broker: its disk stays, its process comes and goes. */
    static final class Node {
        final int id;
        final Disk disk = new Disk(Uuid.randomUuid());

        @Nullable
        Replication process;

        int incarnation;
        long tickAtMs = Long.MAX_VALUE;

        Node(int id) {
            this.id = id;
        }
    }

    private record Link(int from, int to) {}

    final VirtualTime time = new VirtualTime();
    final FakeController controller = new FakeController();
    final List<Output> outputs = new ArrayList<>();
    final Map<Integer, Node> nodes = new TreeMap<>();
    private final Map<Long, Output.ProduceDone> produced = new HashMap<>();
    private final Map<Long, Output.FetchDone> fetched = new HashMap<>();
    private final Map<Long, java.util.function.Consumer<ReplicaFetch.Answer>> serving = new HashMap<>();
    private final Set<Link> cuts = new HashSet<>();
    private final Set<Integer> withoutController = new HashSet<>();
    private final Map<String, String> brokerConfig;
    private Runnable invariant = () -> {};
    private long lastToken;

    Simulation(int brokers, Map<String, String> brokerConfig) {
        this.brokerConfig = brokerConfig;
        for (int id = 1; id <= brokers; id++) {
            nodes.put(id, new Node(id));
            start(id);
        }
        run(10);
    }

    static Simulation ofThree() {
        return new Simulation(3, Map.of());
    }

    void afterEveryStep(Runnable check) {
        invariant = check;
    }

    // ---- life and death

    void start(int id) {
        Node node = nodes.get(id);
        node.process = new Replication(ReplicationSettings.fromBrokerConfig(id, brokerConfig), node.disk);
        node.incarnation++;
        node.tickAtMs = Long.MAX_VALUE;
        feed(node, new Input.Registered(controller.register(id)));
        List<PartitionMetadata> all = List.copyOf(controller.all());
        feed(node, new Input.MetadataChanged(all, List.of(), controller.brokers()));
        publish();
    }

    /** Kill the process; the controller finds out only when told by {@link #fence}. */
    void crash(int id) {
        nodes.get(id).process = null;
    }

    void stopCleanly(int id) {
        nodes.get(id).process.shutDown();
        crash(id);
        fence(id);
    }

    void fence(int id) {
        controller.fence(id);
        publish();
    }

    void cut(int from, int to) {
        cuts.add(new Link(from, to));
    }

    void cutOff(int id) {
        nodes.keySet().forEach(other -> {
            cut(id, other);
            cut(other, id);
        });
    }

    void mendAll() {
        cuts.clear();
        withoutController.clear();
        nodes.values().forEach(this::catchUp);
    }

    /** Let the broker hear nothing of the controller, nor be heard. */
    void cutFromController(int id) {
        withoutController.add(id);
    }

    private void catchUp(Node node) {
        if (node.process != null) {
            feed(node, new Input.MetadataChanged(List.copyOf(controller.all()), List.of(), controller.brokers()));
        }
    }

    // ---- metadata

    TopicIdPartition createTopic(String name, Map<String, String> config, Integer... replicas) {
        TopicIdPartition partition = new TopicIdPartition(Uuid.randomUuid(), new TopicPartition(name, 0));
        List<Integer> all = List.of(replicas);
        controller.create(new PartitionMetadata(partition, all.get(0), 0, 0, all, all, config));
        publish();
        return partition;
    }

    void deleteTopic(TopicIdPartition partition) {
        controller.delete(partition);
        for (Node node : nodes.values()) {
            deliver(node, new Input.MetadataChanged(List.of(), List.of(partition), controller.brokers()));
        }
    }

    void elect(TopicIdPartition partition, int leader) {
        controller.elect(partition, leader);
        publish();
    }

    void publish() {
        List<PartitionMetadata> changes = controller.takeChanges();
        for (Node node : nodes.values()) {
            deliver(node, new Input.MetadataChanged(changes, List.of(), controller.brokers()));
        }
    }

    private void deliver(Node node, Input input) {
        int incarnation = node.incarnation;
        time.after(LATENCY_MS, () -> {
            if (node.incarnation == incarnation && !withoutController.contains(node.id)) {
                feed(node, input);
            }
        });
    }

    // ---- requests

    long produce(int broker, int acks, TopicIdPartition partition, MemoryRecords records) {
        return produce(broker, acks, 30_000, partition, records);
    }

    long produce(int broker, int acks, int timeoutMs, TopicIdPartition partition, MemoryRecords records) {
        long token = ++lastToken;
        feed(nodes.get(broker), new Input.Produce(token, (short) acks, timeoutMs, Map.of(partition, records)));
        return token;
    }

    long fetch(int broker, TopicIdPartition partition, long offset, int maxWaitMs, int minBytes) {
        return fetch(broker, partition, offset, maxWaitMs, minBytes, OptionalInt.empty());
    }

    long fetch(int broker, TopicIdPartition partition, long offset, int maxWaitMs, int minBytes, OptionalInt epoch) {
        long token = ++lastToken;
        Input.Position position = new Input.Position(offset, 1 << 20, epoch, OptionalInt.empty());
        Map<TopicIdPartition, Input.Position> positions = new LinkedHashMap<>(Map.of(partition, position));
        feed(
                nodes.get(broker),
                new Input.ConsumerFetch(
                        token, maxWaitMs, minBytes, 50 << 20, IsolationLevel.READ_UNCOMMITTED, positions));
        return token;
    }

    @Nullable
    ProduceResult produced(long token) {
        Output.ProduceDone done = produced.get(token);
        return done == null ? null : done.results().values().iterator().next();
    }

    @Nullable
    FetchResult fetched(long token) {
        Output.FetchDone done = fetched.get(token);
        return done == null ? null : done.results().values().iterator().next();
    }

    /** Produce with acks=all and wait for success. */
    void commit(TopicIdPartition partition, String... values) {
        runUntil(() -> leads(controller.state(partition)));
        long token = produce(controller.state(partition).leader(), -1, partition, records(values));
        runUntil(() -> produced(token) != null);
        if (produced(token).error() != Errors.NONE) {
            throw new AssertionError("not committed: " + produced(token));
        }
    }

    private boolean leads(PartitionMetadata partition) {
        Node leader = nodes.get(partition.leader());
        return leader != null
                && leader.process != null
                && leader.process.isLeader(partition.partition().topicPartition())
                && leader.process
                                .leaderEpoch(partition.partition().topicPartition())
                                .orElse(-1)
                        == partition.leaderEpoch();
    }

    static MemoryRecords records(String... values) {
        SimpleRecord[] records = new SimpleRecord[values.length];
        for (int i = 0; i < values.length; i++) {
            records[i] =
                    new SimpleRecord(1_000L + i, null, values[i].getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return MemoryRecords.withRecords(Compression.NONE, records);
    }

    // ---- looking

    Replication broker(int id) {
        return nodes.get(id).process;
    }

    long end(int broker, TopicIdPartition partition) {
        return orMinusOne(broker(broker).logEndOffset(partition.topicPartition()));
    }

    long hw(int broker, TopicIdPartition partition) {
        return orMinusOne(broker(broker).highWatermark(partition.topicPartition()));
    }

    private static long orMinusOne(OptionalLong offset) {
        return offset.orElse(-1);
    }

    /** The values in a broker's log below {@code end}. */
    List<String> values(int broker, TopicIdPartition partition, long end) {
        List<String> values = new ArrayList<>();
        var log = nodes.get(broker).disk.find(partition);
        long offset = log.startOffset();
        while (offset < end) {
            MemoryRecords read = log.read(offset, end, 1 << 20, true);
            for (var record : read.records()) {
                values.add(java.nio.charset.StandardCharsets.UTF_8
                        .decode(record.value())
                        .toString());
                offset = record.offset() + 1;
            }
            if (read.sizeInBytes() == 0) {
                break;
            }
        }
        return values;
    }

    List<String> values(int broker, TopicIdPartition partition) {
        return values(broker, partition, nodes.get(broker).disk.find(partition).endOffset());
    }

    // ---- the machinery

    void run(long forMs) {
        long untilMs = time.nowMs() + forMs;
        while (time.step(untilMs)) {
            invariant.run();
        }
    }

    void runUntil(BooleanSupplier condition) {
        long untilMs = time.nowMs() + 120_000;
        while (!condition.getAsBoolean()) {
            if (!time.step(untilMs)) {
                throw new AssertionError("did not come true within two minutes of virtual time");
            }
            invariant.run();
        }
    }

    void feed(Node node, Input input) {
        Replication process = node.process;
        if (process == null) {
            return;
        }
        List<Output> out = new ArrayList<>();
        process.step(input, new Now(1_700_000_000_000L + time.nowMs(), time.nowMs()), out::add);
        outputs.addAll(out);
        out.forEach(output -> carryOut(node, output));
        arm(node);
    }

    private void arm(Node node) {
        Replication process = node.process;
        OptionalLong deadline = process == null ? OptionalLong.empty() : process.nextDeadlineMs();
        if (deadline.isEmpty() || deadline.getAsLong() >= node.tickAtMs) {
            return;
        }
        long atMs = deadline.getAsLong();
        int incarnation = node.incarnation;
        node.tickAtMs = atMs;
        time.after(Math.max(0, atMs - time.nowMs()), () -> {
            if (node.incarnation == incarnation && node.tickAtMs == atMs) {
                node.tickAtMs = Long.MAX_VALUE;
                feed(node, new Input.Tick());
            }
        });
    }

    private void carryOut(Node node, Output output) {
        if (output instanceof Output.ProduceDone done) {
            produced.put(done.token(), done);
        } else if (output instanceof Output.FetchDone done) {
            fetched.put(done.token(), done);
        } else if (output instanceof Output.ReplicaFetchDone done) {
            serving.remove(done.token()).accept(done.answer());
        } else if (output instanceof Output.SendReplicaFetch send) {
            send(node, send);
        } else if (output instanceof Output.SendAlterPartition proposal) {
            propose(node, proposal);
        }
    }

    private void send(Node follower, Output.SendReplicaFetch send) {
        Node leader = nodes.get(send.leader());
        int followerLife = follower.incarnation;
        Runnable lost = () -> end(follower, followerLife, send, null);
        if (cuts.contains(new Link(follower.id, leader.id))) {
            time.after(send.timeoutMs(), lost);
            return;
        }
        time.after(LATENCY_MS, () -> {
            if (leader.process == null) {
                time.after(LATENCY_MS, lost);
                return;
            }
            int leaderLife = leader.incarnation;
            long token = ++lastToken;
            serving.put(token, answer -> {
                boolean arrives = leader.incarnation == leaderLife && !cuts.contains(new Link(leader.id, follower.id));
                if (arrives) {
                    time.after(LATENCY_MS, () -> end(follower, followerLife, send, answer));
                }
            });
            time.after(send.timeoutMs(), lost);
            feed(leader, new Input.FetchByReplica(token, send.request()));
        });
    }

    private void end(Node follower, int life, Output.SendReplicaFetch send, ReplicaFetch.@Nullable Answer answer) {
        if (follower.incarnation == life) {
            feed(follower, new Input.ReplicaFetchEnded(send.leader(), send.requestId(), answer));
        }
    }

    private void propose(Node leader, Output.SendAlterPartition proposal) {
        int life = leader.incarnation;
        time.after(LATENCY_MS, () -> {
            boolean lost = withoutController.contains(leader.id);
            Input.AlterPartitionEnded answer = lost
                    ? new Input.AlterPartitionEnded(proposal.requestId(), Errors.NETWORK_EXCEPTION, null)
                    : controller.answer(leader.id, proposal);
            publish();
            time.after(lost ? 1_000 : LATENCY_MS, () -> {
                if (leader.incarnation == life) {
                    feed(leader, answer);
                }
            });
        });
    }
}
