/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.simulation;

import io.kafkatrial.engine.embedded.replication.Input;
import io.kafkatrial.engine.embedded.replication.Output;
import io.kafkatrial.engine.embedded.replication.ProduceResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A client that appends to one partition: idempotent with retries and several requests in flight, or plain. */
@NullUnmarked // looks things up that are there
final class Producer {
    private static final Set<Errors> EXPECTED = Set.of(
            Errors.NOT_LEADER_OR_FOLLOWER,
            Errors.NOT_ENOUGH_REPLICAS,
            Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND,
            Errors.REQUEST_TIMED_OUT,
            Errors.UNKNOWN_TOPIC_OR_PARTITION);

    private static final class Batch {
        final int number;
        final int sequence;
        final int count;
        int attempt;

        Batch(int number, int sequence, int count) {
            this.number = number;
            this.sequence = sequence;
            this.count = count;
        }
    }

    private final World world;
    private final int client;
    private final TopicIdPartition partition;
    private final boolean idempotent;
    private final short acks;
    private final boolean retries;
    private final int maxInFlight;
    private final int timeoutMs;
    private final List<Batch> unacked = new ArrayList<>();
    private int producerId;
    private int nextSequence;
    private int begun;
    private int leader = 1;
    private boolean retrying;
    private boolean done;
    long acked;

    Producer(World world, int number) {
        this.world = world;
        this.client = 100 + number;
        this.partition = world.partitions.get(world.dice.nextInt(world.partitions.size()));
        this.idempotent = world.dice.nextInt(3) > 0;
        this.acks = idempotent ? -1 : (short) (world.dice.nextInt(3) - 1);
        this.retries = idempotent || (acks != 0 && world.dice.nextBoolean());
        this.maxInFlight = 1 + world.dice.nextInt(5);
        this.timeoutMs = 100 + world.dice.nextInt(1_500);
        this.producerId = (idempotent ? 0 : Ids.FIRST_PLAIN) + 1 + number;
        next();
    }

    /** Start nothing new; what is begun is brought to an end. */
    void finish() {
        done = true;
    }

    TopicIdPartition partition() {
        return partition;
    }

    boolean isDone() {
        return unacked.isEmpty();
    }

    private void next() {
        world.scheduler.after(1 + world.dice.nextInt(2 * world.options.produceEveryMs()), () -> {
            if (!done && mayBegin()) {
                Batch batch = new Batch(begun++, nextSequence, 1 + world.dice.nextInt(3));
                nextSequence += batch.count;
                unacked.add(batch);
                if (!retrying) {
                    send(batch);
                }
            }
            next();
        });
    }

    /**
     * A leader that knows nothing of a producer takes any first sequence, and one that knows it remembers
     * five batches: so the first must not be overtaken, and nothing new be sent while something is repeated.
     */
    private boolean mayBegin() {
        int sinceOldest = unacked.isEmpty() ? 0 : begun - unacked.get(0).number;
        return sinceOldest < (acked == 0 ? 1 : maxInFlight)
                && (!idempotent || unacked.stream().allMatch(one -> one.attempt <= 1));
    }

    private void send(Batch batch) {
        int attempt = ++batch.attempt;
        int id = producerId;
        boolean first = unacked.get(0) == batch;
        world.request(
                client,
                leader,
                timeoutMs + 200,
                token -> new Input.Produce(
                        token, acks, timeoutMs, Map.of(partition, Ids.records(id, batch.sequence, batch.count))),
                output -> {
                    if (id == producerId) {
                        take(batch, attempt, first, output);
                    }
                });
    }

    private void take(Batch batch, int attempt, boolean first, @Nullable Output output) {
        ProduceResult result =
                output == null ? null : ((Output.ProduceDone) output).results().get(partition);
        if (result != null && result.error() == Errors.NONE) {
            if (unacked.remove(batch)) {
                acked += batch.count;
            }
        } else if (attempt == batch.attempt && unacked.contains(batch)) {
            judge(batch, first, result == null ? Errors.NETWORK_EXCEPTION : result.error());
        }
    }

    private void judge(Batch batch, boolean first, Errors error) {
        History history = world.oracle.history(partition);
        boolean lenient = history.excused || history.forgetful;
        if (error == Errors.OUT_OF_ORDER_SEQUENCE_NUMBER && first && unacked.get(0) == batch) {
            Violation.unless(lenient, "producers are remembered", partition, producerId, batch.sequence);
            producerId += 1_000;
            nextSequence = 0;
            unacked.clear();
            return;
        }
        boolean expected = EXPECTED.contains(error)
                || error == Errors.NETWORK_EXCEPTION
                || error == Errors.OUT_OF_ORDER_SEQUENCE_NUMBER;
        Violation.unless(lenient || expected, "producers get no strange errors", partition, error);
        if (!retries) {
            unacked.remove(batch);
            learnLeader();
        } else if (!retrying) {
            retrying = true;
            world.scheduler.after(20 + world.dice.nextInt(100), this::sendAgain);
        }
    }

    private void sendAgain() {
        retrying = false;
        learnLeader();
        List.copyOf(unacked).forEach(this::send);
    }

    private void learnLeader() {
        int known = world.controller.leader(partition);
        leader = known > 0 ? known : leader;
    }
}
