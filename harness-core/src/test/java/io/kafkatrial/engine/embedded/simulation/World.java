/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.simulation;

import io.kafkatrial.engine.embedded.log.Bug;
import io.kafkatrial.engine.embedded.log.DiskWithBug;
import io.kafkatrial.engine.embedded.replication.Input;
import io.kafkatrial.engine.embedded.replication.Output;
import io.kafkatrial.engine.embedded.replication.Replication;
import io.kafkatrial.engine.embedded.replication.ReplicationSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** All brokers, the controller and the network of one run: feeds inputs, carries out outputs. */
@NullUnmarked // looks things up that are there
final class World {
    static final int CONTROLLER = 0;
    private static final int HEARTBEAT_MS = 150;

    /** A request a broker works at; {@code done} is told the answer, or {@code null} if none will come. */
    private record Call(int from, int to, Input input, Consumer<@Nullable Output> done) {}

    final Options options;
    final Scheduler scheduler = new Scheduler();
    final Random dice;
    final Trace trace;
    final Network network;
    final Controller controller;
    final Oracle oracle;
    final Ledger ledger;
    final Map<Integer, Machine> machines = new TreeMap<>();
    final List<TopicIdPartition> partitions = new ArrayList<>();
    private final Map<Long, Call> calls = new LinkedHashMap<>();
    private long lastToken;

    World(Options options, Bug bug, boolean traced) {
        this.options = options;
        this.dice = new Random(options.seed());
        this.trace = new Trace(scheduler, traced);
        this.network = new Network(scheduler, options, dice);
        this.controller = new Controller(scheduler, options, trace, this::onCommit);
        this.ledger = new Ledger(this);
        this.oracle = new Oracle(this);
        for (int id = 1; id <= options.brokers(); id++) {
            Machine machine = new Machine(id, DiskWithBug.create(new Uuid(7, id), bug));
            machines.put(id, machine);
            skew(machine);
            start(machine);
        }
        for (int i = 0; i < options.partitions(); i++) {
            TopicIdPartition partition = new TopicIdPartition(new Uuid(9, i), i, "t" + i);
            partitions.add(partition);
            oracle.watch(partition);
            controller.create(
                    partition,
                    someBrokers(options.replicationFactor()),
                    Map.of(
                            "min.insync.replicas",
                            "" + options.minInSyncReplicas(),
                            "flush.messages",
                            options.flushEveryMessage() ? "1" : "" + Long.MAX_VALUE));
        }
        machines.values().forEach(this::heartbeats);
        sessions();
    }

    List<Integer> someBrokers(int count) {
        List<Integer> ids = new ArrayList<>(machines.keySet());
        java.util.Collections.shuffle(ids, dice);
        return List.copyOf(ids.subList(0, count));
    }

    // ---- life and death

    private void skew(Machine machine) {
        int percent = options.clockRatePercent();
        machine.clockRate = percent == 0 ? 1 : 1 + (dice.nextInt(2 * percent + 1) - percent) / 100.0;
        machine.wallSkewMs = percent == 0 ? 0 : dice.nextInt(7_200_000) - 3_600_000;
    }

    void start(Machine machine) {
        if (machine.process != null) {
            return;
        }
        trace.add(() -> "start " + machine.id);
        machine.life++;
        machine.process = new Replication(
                ReplicationSettings.fromBrokerConfig(
                        machine.id,
                        Map.of(
                                "replica.lag.time.max.ms", "" + options.replicaLagTimeMaxMs(),
                                "replica.fetch.wait.max.ms", "" + options.fetchWaitMaxMs(),
                                "replica.high.watermark.checkpoint.interval.ms", "" + options.hwCheckpointMs())),
                machine.disk);
        machine.metadataSeen = 0;
        machine.brokerEpoch = 0;
        machine.paused = false;
        machine.stopping = false;
        machine.tickAtMs = Long.MAX_VALUE;
        machine.deferred.clear();
        oracle.onStart(machine);
        register(machine, machine.life);
    }

    private void register(Machine machine, int life) {
        if (machine.life != life || machine.process == null || machine.brokerEpoch != 0) {
            return;
        }
        boolean clean = machine.clean;
        network.send(machine.id, CONTROLLER, () -> {
            if (machine.life == life && machine.brokerEpoch == 0 && !controller.isDeaf()) {
                controller.register(
                        machine.id,
                        life,
                        clean,
                        epoch -> network.send(CONTROLLER, machine.id, () -> {
                            if (machine.life == life && machine.brokerEpoch == 0 && epoch > 0) {
                                machine.brokerEpoch = epoch;
                                machine.lostPower = false;
                                machine.clean = false;
                                feed(machine, life, new Input.Registered(epoch));
                                pushMetadata(machine);
                            }
                        }));
            }
        });
        scheduler.after(300, () -> register(machine, life));
    }

    /** Kill the process; whoever talks to it finds the connection broken. */
    void crash(Machine machine) {
        if (machine.process == null) {
            return;
        }
        trace.add(() -> "crash " + machine.id);
        machine.process = null;
        machine.life++;
        machine.paused = false;
        machine.brokerEpoch = 0;
        machine.clean = false;
        machine.deferred.clear();
        for (Map.Entry<Long, Call> call : List.copyOf(calls.entrySet())) {
            if (call.getValue().to() == machine.id) {
                calls.remove(call.getKey());
                network.send(machine.id, call.getValue().from(), () -> call.getValue()
                        .done()
                        .accept(null));
            }
        }
    }

    void stopCleanly(Machine machine) {
        int life = machine.life;
        if (!machine.runs() || machine.brokerEpoch == 0) {
            return;
        }
        machine.stopping = true;
        long epoch = machine.brokerEpoch;
        network.send(
                machine.id,
                CONTROLLER,
                () -> controller.prepareShutdown(
                        machine.id,
                        epoch,
                        () -> network.send(CONTROLLER, machine.id, () -> {
                            if (machine.life == life && machine.runs()) {
                                trace.add(() -> "clean stop " + machine.id);
                                machine.process.shutDown();
                                crash(machine);
                                machine.clean = true;
                                controller.stopped(machine.id);
                            }
                        })));
    }

    void pause(Machine machine) {
        if (machine.process != null) {
            trace.add(() -> "pause " + machine.id);
            machine.paused = true;
        }
    }

    void resume(Machine machine) {
        if (machine.paused) {
            trace.add(() -> "resume " + machine.id);
            machine.paused = false;
            int life = machine.life;
            while (!machine.deferred.isEmpty() && machine.life == life) {
                feed(machine, life, machine.deferred.remove());
            }
            arm(machine);
        }
    }

    // ---- talking to the controller

    private void heartbeats(Machine machine) {
        scheduler.after(HEARTBEAT_MS, () -> {
            if (machine.runs() && machine.brokerEpoch > 0 && !machine.stopping) {
                long epoch = machine.brokerEpoch;
                int seen = machine.metadataSeen;
                network.send(machine.id, CONTROLLER, () -> controller.heartbeat(machine.id, epoch, seen));
            }
            heartbeats(machine);
        });
    }

    private void sessions() {
        scheduler.after(100, () -> {
            controller.checkSessions();
            machines.values().forEach(this::pushMetadata);
            sessions();
        });
    }

    private void onCommit() {
        machines.values().forEach(this::pushMetadata);
        oracle.afterCommit();
    }

    private void pushMetadata(Machine machine) {
        int life = machine.life;
        int upTo = controller.log().size();
        if (machine.brokerEpoch == 0 || machine.metadataSeen >= upTo || controller.isDeaf()) {
            return;
        }
        network.send(CONTROLLER, machine.id, () -> {
            if (machine.life == life && machine.metadataSeen < upTo) {
                Map<TopicIdPartition, io.kafkatrial.engine.embedded.replication.PartitionMetadata> changed =
                        new LinkedHashMap<>();
                List<Controller.Entry> news = controller.log().subList(machine.metadataSeen, upTo);
                news.forEach(entry -> entry.partitions().forEach(one -> changed.put(one.partition(), one)));
                machine.metadataSeen = upTo;
                List<io.kafkatrial.engine.embedded.replication.BrokerStatus> brokers =
                        news.get(news.size() - 1).brokers();
                feed(machine, life, new Input.MetadataChanged(List.copyOf(changed.values()), List.of(), brokers));
            }
        });
    }

    private void propose(Machine leader, Output.SendAlterPartition wish) {
        int life = leader.life;
        long epoch = leader.brokerEpoch;
        boolean[] ended = new boolean[1];
        Consumer<Input.AlterPartitionEnded> end = answer -> {
            if (!ended[0]) {
                ended[0] = true;
                feed(leader, life, answer);
            }
        };
        network.send(leader.id, CONTROLLER, () -> {
            if (!controller.isDeaf()) {
                controller.alterPartition(
                        leader.id,
                        epoch,
                        wish,
                        answer -> network.send(CONTROLLER, leader.id, () -> end.accept(answer)));
            }
        });
        scheduler.after(
                1_000,
                () -> end.accept(new Input.AlterPartitionEnded(wish.requestId(), Errors.NETWORK_EXCEPTION, null)));
    }

    /** The transaction coordinator stands where the controller does. */
    private void verify(Machine leader, Output.VerifyTransaction question) {
        int life = leader.life;
        boolean[] ended = new boolean[1];
        Consumer<Map<TopicPartition, Errors>> end = errors -> {
            if (!ended[0]) {
                ended[0] = true;
                feed(leader, life, new Input.TransactionVerified(question.requestId(), errors));
            }
        };
        network.send(leader.id, CONTROLLER, () -> {
            Map<TopicPartition, Errors> errors = ledger.add(question);
            network.send(CONTROLLER, leader.id, () -> end.accept(errors));
        });
        scheduler.after(1_000, () -> end.accept(Ledger.all(question, Errors.NETWORK_EXCEPTION)));
    }

    // ---- requests

    /** Ask a broker something; {@code done} hears once of the answer, or {@code null} on time-out or a broken connection. */
    void request(int from, int to, long timeoutMs, LongFunction<Input> input, Consumer<@Nullable Output> done) {
        boolean[] ended = new boolean[1];
        Consumer<@Nullable Output> once = answer -> {
            if (!ended[0]) {
                ended[0] = true;
                done.accept(answer);
            }
        };
        Machine server = machines.get(to);
        network.send(from, to, () -> {
            if (server.process == null) {
                network.send(to, from, () -> once.accept(null));
                return;
            }
            long token = ++lastToken;
            Input asked = input.apply(token);
            calls.put(token, new Call(from, to, asked, once));
            feed(server, server.life, asked);
        });
        scheduler.after(timeoutMs, () -> once.accept(null));
    }

    private void answer(Machine server, long token, Output output) {
        Call call = calls.remove(token);
        if (call != null) {
            oracle.onAnswer(server, call.input(), output);
            network.send(server.id, call.from(), () -> call.done().accept(output));
        }
    }

    private void fetch(Machine follower, Output.SendReplicaFetch send) {
        int life = follower.life;
        request(
                follower.id,
                send.leader(),
                send.timeoutMs(),
                token -> new Input.FetchByReplica(token, send.request()),
                output -> feed(
                        follower,
                        life,
                        new Input.ReplicaFetchEnded(
                                send.leader(),
                                send.requestId(),
                                output == null ? null : ((Output.ReplicaFetchDone) output).answer())));
    }

    // ---- steps

    void feed(Machine machine, int life, Input input) {
        if (machine.process == null || machine.life != life) {
            return;
        }
        if (machine.paused) {
            machine.deferred.add(input);
            return;
        }
        trace.add(() -> machine.id + " <- " + Text.of(input));
        List<Output> out = new ArrayList<>();
        oracle.beforeStep(machine, input);
        machine.process.step(input, machine.now(scheduler.nowMs()), out::add);
        oracle.afterStep(machine, input, out);
        for (Output output : out) {
            trace.add(() -> machine.id + " -> " + Text.of(output));
            carryOut(machine, output);
        }
        arm(machine);
    }

    private void carryOut(Machine machine, Output output) {
        if (output instanceof Output.ProduceDone done) {
            answer(machine, done.token(), done);
        } else if (output instanceof Output.FetchDone done) {
            answer(machine, done.token(), done);
        } else if (output instanceof Output.ReplicaFetchDone done) {
            answer(machine, done.token(), done);
        } else if (output instanceof Output.SendReplicaFetch send) {
            fetch(machine, send);
        } else if (output instanceof Output.SendAlterPartition wish) {
            propose(machine, wish);
        } else if (output instanceof Output.VerifyTransaction question) {
            verify(machine, question);
        }
    }

    private void arm(Machine machine) {
        OptionalLong deadline = machine.process.nextDeadlineMs();
        if (deadline.isEmpty() || deadline.getAsLong() >= machine.tickAtMs) {
            return;
        }
        long atMs = deadline.getAsLong();
        int life = machine.life;
        machine.tickAtMs = atMs;
        scheduler.after(machine.waitFor(atMs, scheduler.nowMs()), () -> {
            if (machine.life == life && machine.tickAtMs == atMs) {
                machine.tickAtMs = Long.MAX_VALUE;
                feed(machine, life, new Input.Tick());
            }
        });
    }
}
