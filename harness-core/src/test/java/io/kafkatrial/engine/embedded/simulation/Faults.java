/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.simulation;

import io.kafkatrial.engine.embedded.log.PartitionLog;
import java.util.List;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.jspecify.annotations.NullUnmarked;

/** Lets things go wrong, each for a while, as the options weigh them. */
@NullUnmarked // looks things up that are there
final class Faults {
    private static final int QUIET_MS = 20;

    private final World world;
    private final Options options;
    private boolean over;

    Faults(World world) {
        this.world = world;
        this.options = world.options;
        world.scheduler.after(QUIET_MS, this::next);
    }

    /** Nothing new goes wrong. */
    void stop() {
        over = true;
    }

    private void next() {
        world.scheduler.after(1 + world.dice.nextInt(2 * options.faultEveryMs()), () -> {
            if (!over) {
                strike();
                next();
            }
        });
    }

    private record Fault(int weight, Runnable action) {}

    private void strike() {
        Machine victim = anyMachine();
        TopicIdPartition partition = world.partitions.get(world.dice.nextInt(world.partitions.size()));
        List<Fault> faults = List.of(
                new Fault(options.crashWeight(), () -> crash(victim)),
                new Fault(options.powerLossWeight(), () -> losePower(victim)),
                new Fault(options.cleanRestartWeight(), () -> restart(victim)),
                new Fault(options.pauseWeight(), () -> pause(victim)),
                new Fault(options.cutWeight(), () -> cut(victim.id, anyMachine().id)),
                new Fault(options.isolateWeight(), () -> isolate(victim)),
                new Fault(options.holdWeight(), () -> world.network.hold(victim.id, anyMachine().id, spanMs(2_000))),
                new Fault(options.controllerFailoverWeight(), () -> world.controller.failOver(spanMs(1_500))),
                new Fault(options.moveLeaderWeight(), () -> moveLeader(partition)),
                new Fault(options.reassignWeight(), () -> reassign(partition)),
                new Fault(options.retentionWeight(), () -> raiseStart(partition)));
        int sum = faults.stream().mapToInt(Fault::weight).sum();
        int drawn = world.dice.nextInt(sum);
        for (Fault fault : faults) {
            drawn -= fault.weight();
            if (drawn < 0) {
                fault.action().run();
                return;
            }
        }
    }

    private Machine anyMachine() {
        return world.machines.get(1 + world.dice.nextInt(world.machines.size()));
    }

    private int spanMs(int maxMs) {
        return 1 + world.dice.nextInt(maxMs);
    }

    private void later(int maxMs, Runnable mend) {
        world.scheduler.after(spanMs(maxMs), () -> {
            if (!over) {
                mend.run();
            }
        });
    }

    private void crash(Machine victim) {
        world.crash(victim);
        later(2_500, () -> world.start(victim));
    }

    /** Lose what is not durable. */
    private void losePower(Machine victim) {
        if (victim.process != null) {
            world.crash(victim);
            victim.disk.losePower(world.dice.nextLong());
            victim.lostPower = true;
            world.oracle.onPowerLoss(victim);
        }
        later(2_500, () -> world.start(victim));
    }

    private void restart(Machine victim) {
        world.stopCleanly(victim);
        later(2_500, () -> {
            if (victim.process == null) {
                world.start(victim);
            } else {
                victim.stopping = false;
                world.crash(victim);
                world.start(victim);
            }
        });
    }

    private void pause(Machine victim) {
        world.pause(victim);
        later(3_000, () -> world.resume(victim));
    }

    private void cut(int one, int two) {
        boolean bothWays = world.dice.nextBoolean();
        world.network.cut(one, two);
        if (bothWays) {
            world.network.cut(two, one);
        }
        later(3_000, () -> {
            world.network.mend(one, two);
            world.network.mend(two, one);
        });
    }

    /** Cut a broker off from the controller, from its peers, or from both. */
    private void isolate(Machine victim) {
        int kind = world.dice.nextInt(3);
        if (kind != 1) {
            cut(victim.id, World.CONTROLLER);
        }
        if (kind != 0) {
            world.machines.keySet().stream()
                    .filter(other -> other != victim.id)
                    .forEach(other -> cut(victim.id, other));
        }
    }

    private void moveLeader(TopicIdPartition partition) {
        Assignment state = world.controller.state(partition);
        if (state != null && !state.state().isr().isEmpty()) {
            List<Integer> isr = state.state().isr();
            world.controller.prefer(partition, isr.get(world.dice.nextInt(isr.size())));
        }
    }

    private void reassign(TopicIdPartition partition) {
        if (world.controller.state(partition) != null) {
            world.controller.reassign(partition, world.someBrokers(options.replicationFactor()));
        }
    }

    /** What retention does at a leader, for batches instead of segments. */
    private void raiseStart(TopicIdPartition partition) {
        Assignment state = world.controller.state(partition);
        if (state == null || !state.state().isr().containsAll(state.state().replicas())) {
            return; // a replica that left the leader's log below its start cannot say where; as in Kafka
        }
        for (Machine machine : world.machines.values()) {
            if (machine.runs() && machine.process.isLeader(partition.topicPartition())) {
                PartitionLog log = machine.disk.find(partition);
                long room = log.highWatermark() - log.startOffset();
                if (room > 0) {
                    world.oracle.history(partition).forgetful = true;
                    long wish = log.startOffset() + 1 + world.dice.nextInt((int) room);
                    log.raiseStartOffset(batchStart(log, wish));
                    world.trace.add(() -> machine.id + " drops the log before " + log.startOffset());
                }
            }
        }
    }

    private static long batchStart(PartitionLog log, long offset) {
        for (RecordBatch batch : log.read(offset, log.endOffset(), 1, true).batches()) {
            return Math.max(log.startOffset(), batch.baseOffset());
        }
        return offset;
    }
}
