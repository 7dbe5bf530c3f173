/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.embedded.api.ReplicationPlane;
import io.kafkatrial.engine.embedded.link.Errand;
import io.kafkatrial.engine.embedded.link.Label;
import io.kafkatrial.engine.embedded.link.Transport;
import io.kafkatrial.engine.embedded.log.Writer;
import io.kafkatrial.engine.embedded.loop.Loop;
import io.kafkatrial.engine.embedded.loop.StepPump;
import io.kafkatrial.engine.embedded.replication.Input;
import io.kafkatrial.engine.embedded.replication.Now;
import io.kafkatrial.engine.embedded.replication.Output;
import io.kafkatrial.engine.embedded.replication.ReplicaFetch;
import io.kafkatrial.engine.embedded.replication.Replication;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.Nullable;

/**
 * Drives a broker's {@link Replication} with real time and a real wire, as a simulation would with
 * virtual ones: feeds it inputs one at a time, carries its outputs out, and ticks it when it is due.
 *
 * <p>Confined to the broker's loop.
 */
final class ReplicationDriver {

    /** Where outputs go that are not messages between brokers or answers to a request of this driver. */
    interface Effects {
        void onProduced(Output.ProduceDone done);

        void onHighWatermark(Output.HighWatermarkAdvanced advanced);

        void onLeader(Output.BecameLeader leader);

        void onFollower(Output.BecameFollower follower);

        void onRemoved(Output.Removed removed);

        /** The disk failed; the process must end. */
        void onLogDirFailed();

        void verifyTransaction(Output.VerifyTransaction question, Consumer<Input.TransactionVerified> then);

        void alterPartition(Output.SendAlterPartition proposal, Consumer<Input.AlterPartitionEnded> then);
    }

    /** Finds the leader's driver; asked on that broker's loop. */
    @FunctionalInterface
    interface Neighbours {
        @Nullable
        ReplicationDriver broker(int id);
    }

    private final int broker;
    private final Loop loop;
    private final Transport transport;
    private final Replication replication;
    private final Neighbours neighbours;
    private final Effects effects;
    /** What Kafka's replica fetcher calls itself. */
    private final String fetcher;

    private final StepPump<Input, Output> pump;
    private final ReplicationPlane plane;
    private final Map<Long, CompletableFuture<ReplicaFetch.Answer>> replicaFetches = new HashMap<>();
    private long lastToken;

    ReplicationDriver(NodeParts parts, Replication replication, Neighbours neighbours, Effects effects) {
        this.broker = parts.id();
        this.loop = parts.loop();
        this.transport = parts.fabric().transport();
        this.replication = replication;
        this.neighbours = neighbours;
        this.effects = effects;
        this.fetcher = "broker-" + broker + "-fetcher-0";
        this.pump = new StepPump<>(
                loop,
                new StepPump.Machine<>(
                        (input, out) -> replication.step(input, now(), out::accept),
                        this::carryOut,
                        replication::nextDeadlineMs,
                        Input.Tick::new));
        this.plane = new ReplicationPlane(replication, this::feed, () -> ++lastToken);
    }

    /** The way of client requests. */
    ReplicationPlane plane() {
        return plane;
    }

    /** For queries; never step it past this driver. */
    Replication replication() {
        return replication;
    }

    void feed(Input input) {
        pump.feed(input);
    }

    long append(TopicPartition partition, MemoryRecords records, Writer writer) {
        long end = replication.appendAsCoordinator(partition, records, writer, now(), pump::take);
        // Not carried out at once: the coordinator is at work further up the stack.
        loop.execute(pump::run);
        return end;
    }

    private CompletionStage<ReplicaFetch.Answer> serve(ReplicaFetch.Request request) {
        long token = ++lastToken;
        CompletableFuture<ReplicaFetch.Answer> answer = new CompletableFuture<>();
        replicaFetches.put(token, answer);
        feed(new Input.FetchByReplica(token, request));
        return answer;
    }

    private Now now() {
        return new Now(loop.clock().wallMs(), loop.clock().millis());
    }

    private void carryOut(Output output) {
        if (output instanceof Output.ProduceDone done) {
            effects.onProduced(done);
            plane.done(done);
        } else if (output instanceof Output.FetchDone done) {
            plane.done(done);
        } else if (output instanceof Output.DeleteRecordsDone done) {
            plane.done(done);
        } else if (output instanceof Output.ReplicaFetchDone done) {
            CompletableFuture<ReplicaFetch.Answer> answer = replicaFetches.remove(done.token());
            if (answer != null) {
                answer.complete(done.answer());
            }
        } else if (output instanceof Output.SendReplicaFetch send) {
            send(send);
        } else if (output instanceof Output.SendAlterPartition proposal) {
            effects.alterPartition(proposal, this::feed);
        } else if (output instanceof Output.VerifyTransaction question) {
            effects.verifyTransaction(question, this::feed);
        } else if (output instanceof Output.PartitionVerified verified) {
            plane.done(verified);
        } else {
            announce(output);
        }
    }

    private void announce(Output output) {
        if (output instanceof Output.HighWatermarkAdvanced advanced) {
            effects.onHighWatermark(advanced);
        } else if (output instanceof Output.BecameLeader leader) {
            effects.onLeader(leader);
        } else if (output instanceof Output.BecameFollower follower) {
            effects.onFollower(follower);
        } else if (output instanceof Output.Removed removed) {
            effects.onRemoved(removed);
        } else if (output instanceof Output.LogDirFailed) {
            effects.onLogDirFailed();
        }
    }

    private void send(Output.SendReplicaFetch fetch) {
        int leader = fetch.leader();
        transport.call(
                new Transport.Trip(Endpoint.broker(broker), Endpoint.broker(leader), fetch.timeoutMs()),
                new Errand<>(
                        new Label(ApiKeys.FETCH, fetcher, Label.Channel.FETCHER, () -> topics(fetch)),
                        () -> {
                            ReplicationDriver there = neighbours.broker(leader);
                            return there == null
                                    ? CompletableFuture.failedFuture(
                                            new Transport.Unreachable("broker " + leader + " is starting"))
                                    : there.serve(fetch.request());
                        },
                        error -> CompletableFuture.completedFuture(
                                fetch.request().refused(error)),
                        ReplicaFetch.Answer::bytes),
                (answer, failure) ->
                        feed(new Input.ReplicaFetchEnded(leader, fetch.requestId(), failure == null ? answer : null)));
    }

    private static Set<String> topics(Output.SendReplicaFetch fetch) {
        return fetch.request().partitions().stream()
                .map(wanted -> wanted.partition().topic())
                .collect(Collectors.toSet());
    }
}
