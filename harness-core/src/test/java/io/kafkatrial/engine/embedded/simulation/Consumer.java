/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.simulation;

import io.kafkatrial.engine.embedded.log.PartitionLog;
import io.kafkatrial.engine.embedded.replication.FetchResult;
import io.kafkatrial.engine.embedded.replication.Input;
import io.kafkatrial.engine.embedded.replication.Output;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.jspecify.annotations.NullUnmarked;

/** A client that reads one partition from its leader or from any replica, over and over. What it reads the oracle judges. */
@NullUnmarked // looks things up that are there
final class Consumer {
    private final World world;
    private final int client;
    private final TopicIdPartition partition;
    private final boolean anyReplica;
    private final boolean tellsEpoch;
    private final IsolationLevel isolation;
    private int server = 1;
    private int leaderEpoch = -1;
    private long position;
    private int lastEpoch = -1;

    Consumer(World world, int number) {
        this.world = world;
        this.client = 200 + number;
        this.partition = world.partitions.get(world.dice.nextInt(world.partitions.size()));
        this.anyReplica = world.dice.nextInt(3) == 0;
        this.tellsEpoch = world.dice.nextInt(4) > 0;
        this.isolation = world.options.transactionalProducers() > 0 && world.dice.nextBoolean()
                ? IsolationLevel.READ_COMMITTED
                : IsolationLevel.READ_UNCOMMITTED;
        again(50);
    }

    long position() {
        return position;
    }

    /** How far it may read, at the leader. */
    long endOf(PartitionLog leader) {
        return isolation == IsolationLevel.READ_COMMITTED ? leader.lastStableOffset() : leader.endOffset();
    }

    TopicIdPartition partition() {
        return partition;
    }

    private void again(int withinMs) {
        world.scheduler.after(1 + world.dice.nextInt(withinMs), this::fetch);
    }

    private void fetch() {
        boolean known = tellsEpoch && leaderEpoch >= 0;
        Input.Position at = new Input.Position(
                position,
                1 << 16,
                known ? OptionalInt.of(leaderEpoch) : OptionalInt.empty(),
                known && lastEpoch >= 0 ? OptionalInt.of(lastEpoch) : OptionalInt.empty());
        world.request(
                client,
                server,
                600,
                token -> new Input.ConsumerFetch(token, 100, 1, 1 << 20, isolation, !anyReplica, Map.of(partition, at)),
                output -> {
                    if (output == null) {
                        learnServer();
                    } else {
                        take(((Output.FetchDone) output).results().get(partition));
                    }
                    again(40);
                });
    }

    private void take(FetchResult result) {
        if (result.error() == Errors.NONE) {
            for (RecordBatch batch : result.records().batches()) {
                position = Math.max(position, batch.nextOffset());
                lastEpoch = batch.partitionLeaderEpoch();
            }
            if (result.diverging().isPresent() && (!anyReplica || world.oracle.history(partition).excused)) {
                position = result.diverging().get().endOffset();
                lastEpoch = result.diverging().get().leaderEpoch();
            } else if (result.diverging().isPresent()) {
                learnServer(); // a follower that lags says so too
            }
            return;
        }
        learnServer();
        int leader = world.controller.leader(partition);
        PartitionLog log = leader < 1 ? null : world.machines.get(leader).disk.find(partition);
        if (result.error() == Errors.OFFSET_OUT_OF_RANGE && log != null) {
            boolean backwards = world.oracle.history(partition).excused && position > log.endOffset();
            position = backwards ? log.startOffset() : Math.max(position, log.startOffset());
            lastEpoch = -1;
        }
    }

    private void learnServer() {
        Assignment state = world.controller.state(partition);
        if (state == null) {
            return;
        }
        List<Integer> replicas = state.state().replicas();
        int leader = state.state().leader();
        server = anyReplica ? replicas.get(world.dice.nextInt(replicas.size())) : leader > 0 ? leader : server;
        leaderEpoch = state.state().leaderEpoch();
    }
}
