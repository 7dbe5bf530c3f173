/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.simulation;

import io.kafkatrial.engine.embedded.log.PartitionLog;
import io.kafkatrial.engine.embedded.replication.FetchResult;
import io.kafkatrial.engine.embedded.replication.Input;
import io.kafkatrial.engine.embedded.replication.Inside;
import io.kafkatrial.engine.embedded.replication.Output;
import io.kafkatrial.engine.embedded.replication.ProduceResult;
import io.kafkatrial.engine.embedded.replication.ReplicaFetch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.NullUnmarked;

/** Knows what must hold after every event, and holds the brokers to it. */
@NullUnmarked // looks things up that are there
final class Oracle {
    private static final int FULL_CHECK_EVERY = 256;

    private final World world;
    private final Map<TopicIdPartition, History> histories = new LinkedHashMap<>();
    private long refusedEnd = -1;
    private final Readings readings;
    private long steps;

    Oracle(World world) {
        this.world = world;
        this.readings = new Readings(world.ledger);
    }

    void watch(TopicIdPartition partition) {
        histories.put(partition, new History(partition, world.ledger));
    }

    History history(TopicIdPartition partition) {
        return histories.get(partition);
    }

    /** A process loads its disk: high watermarks may be older, logs only shorter, where power was lost. */
    void onStart(Machine machine) {
        for (History history : histories.values()) {
            look(machine, history);
        }
        checkInSync();
    }

    /** The end of some logs may be gone. */
    void onPowerLoss(Machine machine) {
        for (History history : histories.values()) {
            history.excused |= !world.options.flushEveryMessage() && !survivesPowerLoss(history);
            Mirror mirror = history.mirrors.get(machine.id);
            if (mirror != null) {
                mirror.update();
            }
        }
    }

    /**
     * Eligible leader replicas (KIP-966) and two in-sync replicas promise that what is committed outlives
     * the loss of un-flushed tails as long as one replica that may lead still has everything.
     */
    private boolean survivesPowerLoss(History history) {
        Assignment state = world.controller.state(history.partition);
        return world.options.eligibleLeaderReplicas()
                && world.options.minInSyncReplicas() >= 2
                && state != null
                && Stream.concat(state.state().isr().stream(), state.elr().stream())
                        .anyMatch(id -> !world.machines.get(id).lostPower);
    }

    // ---- around a step

    /** An append that has to be refused must not change the log. */
    void beforeStep(Machine machine, Input input) {
        refusedEnd = -1;
        if (input instanceof Input.Produce produce && produce.acks() == -1) {
            TopicIdPartition partition = produce.records().keySet().iterator().next();
            TopicPartition name = partition.topicPartition();
            PartitionLog log = machine.disk.find(partition);
            boolean leads = machine.process.isLeader(name);
            boolean tooFew = leads && Inside.isrSize(machine.process, name) < Inside.minIsr(machine.process, name);
            refusedEnd = log == null || (leads && !tooFew) ? -1 : log.endOffset();
        }
    }

    void afterStep(Machine machine, Input input, List<Output> outputs) {
        if (refusedEnd >= 0 && input instanceof Input.Produce produce) {
            PartitionLog log =
                    machine.disk.find(produce.records().keySet().iterator().next());
            Violation.unless(log.endOffset() == refusedEnd, "a refused append changes nothing", log.partition());
        }
        for (Output output : outputs) {
            if (output instanceof Output.BecameLeader leader) {
                Integer other = history(leader.partition()).leaderOfEpoch.put(leader.leaderEpoch(), machine.id);
                Violation.unless(
                        other == null,
                        "one leader for each epoch",
                        leader.partition(),
                        "epoch",
                        leader.leaderEpoch(),
                        "led by",
                        other,
                        machine.id);
            }
        }
        for (History history : histories.values()) {
            look(machine, history);
            checkInSync(history);
        }
        if (++steps % FULL_CHECK_EVERY == 0) {
            histories.values().forEach(history -> history.mirrors.values().forEach(Mirror::verify));
        }
    }

    /** The controller changed its mind, perhaps about who is in sync. */
    void afterCommit() {
        for (History history : histories.values()) {
            Assignment state = world.controller.state(history.partition);
            if (state != null && state.unclean()) {
                history.excused = true;
            }
        }
        checkInSync();
    }

    private void look(Machine machine, History history) {
        PartitionLog log = machine.disk.find(history.partition);
        Mirror mirror = history.mirrors.get(machine.id);
        if (log == null) {
            history.mirrors.remove(machine.id);
            return;
        }
        if (mirror == null || mirror.log != log) {
            mirror = new Mirror(log);
            history.mirrors.put(machine.id, mirror);
        }
        boolean cut = mirror.update();
        // Behind a log start that fell back in a crash, the cache may have dropped the epochs; as in Kafka.
        if (world.options.retentionWeight() == 0 || log.latestEpoch().isPresent()) {
            checkEpochCache(mirror, cut, machine);
        }
        TopicPartition name = history.partition.topicPartition();
        boolean leads = machine.process != null && machine.process.isLeader(name);
        boolean goesOn = leads && mirror.led && mirror.life == machine.life;
        long stableBefore = goesOn ? mirror.lastStable : -1;
        int epochBefore = mirror.leaderEpoch;
        checkHighWatermark(machine, history, mirror, leads);
        mirror.lastStable = log.lastStableOffset();
        Violation.unless(
                mirror.leaderEpoch != epochBefore || mirror.lastStable >= stableBefore,
                "a leader's last stable offset never goes back",
                history.partition,
                "on",
                machine.id,
                mirror.lastStable,
                "was",
                stableBefore);
        if (leads && mirror.highWatermark > history.end && !history.excused) {
            history.extend(mirror);
        }
        if (!history.excused) {
            history.match(mirror);
            Violation.unless(
                    mirror.matched >= mirror.highWatermark,
                    "replicas are equal below their high watermarks",
                    history.partition,
                    "on broker",
                    machine.id,
                    "hw",
                    mirror.highWatermark,
                    "committed",
                    history.end,
                    "equal to",
                    mirror.matched);
        }
        readings.checkLastStable(machine, history, mirror);
        world.scheduler.digest(mirror.end * 31 + mirror.highWatermark);
    }

    private void checkHighWatermark(Machine machine, History history, Mirror mirror, boolean leads) {
        long now = mirror.log.highWatermark();
        TopicPartition name = history.partition.topicPartition();
        int epoch =
                machine.process == null ? -1 : machine.process.leaderEpoch(name).orElse(-1);
        int partitionEpoch = machine.process == null ? -1 : Inside.partitionEpoch(machine.process, name);
        Violation.unless(
                now >= mirror.start && now <= mirror.end,
                "the high watermark lies within the log",
                history.partition,
                "on",
                machine.id,
                mirror.start,
                now,
                mirror.end);
        if (mirror.life == machine.life && machine.process != null) {
            Violation.unless(
                    epoch >= mirror.leaderEpoch && (partitionEpoch >= mirror.partitionEpoch || partitionEpoch == -1),
                    "epochs never go back",
                    history.partition,
                    "on",
                    machine.id,
                    "partition epoch",
                    partitionEpoch,
                    "was",
                    mirror.partitionEpoch);
            Violation.unless(
                    !leads || !mirror.led || epoch != mirror.leaderEpoch || now >= mirror.highWatermark,
                    "a leader's high watermark never goes back",
                    history.partition,
                    "on",
                    machine.id,
                    now,
                    "was",
                    mirror.highWatermark);
        }
        mirror.life = machine.life;
        mirror.leaderEpoch = epoch;
        mirror.partitionEpoch = partitionEpoch;
        mirror.led = leads;
        mirror.highWatermark = now;
    }

    private void checkEpochCache(Mirror mirror, boolean cut, Machine machine) {
        if (mirror.end > Math.max(mirror.base, mirror.start)) {
            int last = mirror.epoch(mirror.end - 1);
            OptionalInt cached = mirror.log.epochs().epochOf(mirror.end - 1);
            Violation.unless(
                    cached.orElse(-1) == last || (cached.isEmpty() && world.options.retentionWeight() > 0),
                    "the epoch cache says what the log says",
                    mirror.log.partition(),
                    "on",
                    machine.id,
                    cached,
                    "not",
                    last);
            Violation.unless(
                    !cut || mirror.log.latestEpoch().orElse(-1) == last,
                    "the epoch cache is cut with the log",
                    mirror.log.partition(),
                    "on",
                    machine.id,
                    mirror.log.latestEpoch(),
                    "not",
                    last);
        } else if (cut) {
            Violation.unless(
                    mirror.log.latestEpoch().isEmpty() || mirror.start > 0,
                    "the epoch cache is cut with the log",
                    mirror.log.partition());
        }
    }

    private void checkInSync() {
        histories.values().forEach(this::checkInSync);
    }

    /** Whoever may be elected has everything that is committed. */
    private void checkInSync(History history) {
        Assignment state = world.controller.state(history.partition);
        if (state == null || history.excused) {
            return;
        }
        for (int id : state.state().isr()) {
            checkHasAll(history, id, "in-sync");
        }
        for (int id : state.elr()) {
            checkHasAll(history, id, "eligible");
        }
    }

    private void checkHasAll(History history, int id, String what) {
        if (world.machines.get(id).lostPower) {
            return; // may not lead: it is taken off both sets before it is let in
        }
        Mirror mirror = history.mirrors.get(id);
        if (mirror != null) {
            history.match(mirror);
        }
        Violation.unless(
                (mirror == null ? 0 : mirror.matched) >= history.end,
                "in-sync and eligible replicas have everything committed",
                history.partition,
                what,
                id,
                "has",
                mirror == null ? 0 : mirror.matched,
                "of",
                history.end);
    }

    // ---- answers

    void onAnswer(Machine server, Input asked, Output answer) {
        if (asked instanceof Input.Produce produce && answer instanceof Output.ProduceDone done) {
            done.results().forEach((partition, result) -> onProduced(partition, produce, result));
        } else if (asked instanceof Input.ConsumerFetch fetch && answer instanceof Output.FetchDone done) {
            done.results().forEach((partition, result) -> {
                Input.Position position = fetch.partitions().get(partition);
                onRead(server, partition, position, result, fetch.isolation());
            });
        } else if (asked instanceof Input.FetchByReplica fetch && answer instanceof Output.ReplicaFetchDone done) {
            for (ReplicaFetch.Wanted wanted : fetch.request().partitions()) {
                FetchResult result = done.answer().partitions().get(wanted.partition());
                checkEpoch(server, wanted.partition(), OptionalInt.of(wanted.currentLeaderEpoch()), result);
            }
        }
    }

    /** KIP-320: who believes in another epoch than the replica is told so. */
    private void checkEpoch(Machine server, TopicIdPartition partition, OptionalInt believed, FetchResult result) {
        if (result.error() == Errors.NONE && believed.isPresent()) {
            int actual = server.process.leaderEpoch(partition.topicPartition()).orElse(-1);
            Violation.unless(
                    believed.getAsInt() == actual,
                    "fetches are answered in the reader's leader epoch only",
                    partition,
                    "by",
                    server.id,
                    believed,
                    "actual",
                    actual);
        }
    }

    private void onProduced(TopicIdPartition partition, Input.Produce produce, ProduceResult result) {
        History history = history(partition);
        if (produce.acks() != -1 || result.error() != Errors.NONE || history.excused) {
            return;
        }
        long offset = result.baseOffset();
        Violation.unless(
                result.lastOffset() < history.end,
                "acknowledged records are committed",
                partition,
                "acknowledged up to",
                result.lastOffset(),
                "committed up to",
                history.end);
        boolean stable = world.options.reassignWeight() == 0 && world.options.powerLossWeight() == 0;
        if (stable) {
            history.mirrors.values().forEach(history::match);
            long holders = history.mirrors.values().stream()
                    .filter(one -> one.matched > result.lastOffset())
                    .count();
            int least = Math.min(world.options.minInSyncReplicas(), world.options.replicationFactor());
            Violation.unless(
                    holders >= least, "min.insync.replicas have what is acknowledged", partition, offset, holders);
        }
    }

    private void onRead(
            Machine server,
            TopicIdPartition partition,
            Input.Position position,
            FetchResult result,
            IsolationLevel isolation) {
        checkEpoch(server, partition, position.currentLeaderEpoch(), result);
        History history = history(partition);
        PartitionLog log = server.disk.find(partition);
        if (result.error() != Errors.NONE || history.excused || log == null) {
            return;
        }
        Violation.unless(
                position.fetchOffset() >= log.startOffset(),
                "nothing is read from before the log's start",
                partition,
                position.fetchOffset(),
                log.startOffset());
        Violation.unless(
                result.diverging().isEmpty() || !server.process.isLeader(partition.topicPartition()),
                "what was read stays as it was",
                partition,
                position,
                result.diverging());
        readings.check(history, position.fetchOffset(), result);
        if (isolation == IsolationLevel.READ_COMMITTED) {
            readings.checkCommitted(history, position.fetchOffset(), result);
        }
    }
}
