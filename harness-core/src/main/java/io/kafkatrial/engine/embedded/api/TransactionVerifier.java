/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.embedded.replication.Input;
import io.kafkatrial.engine.embedded.replication.Output;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopic;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopicCollection;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTransaction;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTransactionCollection;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.AddPartitionsToTxnRequest;
import org.apache.kafka.common.requests.AddPartitionsToTxnResponse;
import org.apache.kafka.server.transaction.AddPartitionsToTxnManager.TransactionSupportedOperation;
import org.jspecify.annotations.Nullable;

/**
 * Asks the transaction coordinators on other brokers whether partitions are part of transactions, or to add
 * them (KIP-890), as Kafka's AddPartitionsToTxnManager: one request at a time to each broker, with what has
 * come together meanwhile. Confined to the broker's loop.
 */
public final class TransactionVerifier {

    private final Peers peers;
    private final Function<String, OptionalInt> coordinatorOf;
    private final int timeoutMs;
    private final Map<Integer, Map<String, Waiting>> outgoing = new HashMap<>();
    private final Set<Integer> inFlight = new HashSet<>();

    /**
     * Prepare the verifier of one incarnation of a broker.
     *
     * @param coordinatorOf the live broker that coordinates a transactional id, as far as this one knows
     * @param timeoutMs how long to wait for an answer
     */
    public TransactionVerifier(Peers peers, Function<String, OptionalInt> coordinatorOf, int timeoutMs) {
        this.peers = requireNonNull(peers, "peers");
        this.coordinatorOf = requireNonNull(coordinatorOf, "coordinatorOf");
        this.timeoutMs = timeoutMs;
    }

    private record Waiting(Output.VerifyTransaction question, Consumer<Input.TransactionVerified> then) {
        short epoch() {
            return question.producer().epoch();
        }

        void end(Errors error) {
            Map<TopicPartition, Errors> errors = new LinkedHashMap<>();
            question.partitions().forEach(partition -> errors.put(partition, error));
            end(errors);
        }

        void end(Map<TopicPartition, Errors> errors) {
            then.accept(new Input.TransactionVerified(question.requestId(), errors));
        }
    }

    /**
     * Ask.
     *
     * @param then told what became of it, on the loop, now or later
     */
    public void verify(Output.VerifyTransaction question, Consumer<Input.TransactionVerified> then) {
        String id = question.producer().transaction().transactionalId();
        Waiting waiting = new Waiting(question, then);
        OptionalInt coordinator = coordinatorOf.apply(id);
        if (coordinator.isEmpty()) {
            waiting.end(Errors.COORDINATOR_NOT_AVAILABLE);
            return;
        }
        Map<String, Waiting> together =
                outgoing.computeIfAbsent(coordinator.getAsInt(), broker -> new LinkedHashMap<>());
        Waiting before = together.get(id);
        if (before != null && before.epoch() > waiting.epoch()) {
            waiting.end(Errors.INVALID_PRODUCER_EPOCH);
            return;
        }
        together.put(id, waiting);
        if (before != null) {
            // The same producer asks again: it has given up on the first question, or is another one's successor.
            before.end(before.epoch() < waiting.epoch() ? Errors.INVALID_PRODUCER_EPOCH : Errors.NETWORK_EXCEPTION);
        }
        send(coordinator.getAsInt());
    }

    private void send(int broker) {
        Map<String, Waiting> batch = outgoing.get(broker);
        if (batch == null || !inFlight.add(broker)) {
            return;
        }
        outgoing.remove(broker);
        AddPartitionsToTxnTransactionCollection transactions = new AddPartitionsToTxnTransactionCollection();
        batch.values().forEach(waiting -> transactions.add(transaction(waiting.question())));
        peers.ask(
                        broker,
                        AddPartitionsToTxnRequest.Builder.forBroker(transactions)
                                .build(),
                        timeoutMs)
                .whenComplete((response, failure) -> {
                    inFlight.remove(broker);
                    take(batch, response);
                    send(broker);
                });
    }

    private static AddPartitionsToTxnTransaction transaction(Output.VerifyTransaction question) {
        AddPartitionsToTxnTopicCollection topics = new AddPartitionsToTxnTopicCollection();
        for (TopicPartition partition : question.partitions()) {
            AddPartitionsToTxnTopic topic = topics.find(partition.topic());
            if (topic == null) {
                topic = new AddPartitionsToTxnTopic().setName(partition.topic());
                topics.add(topic);
            }
            topic.partitions().add(partition.partition());
        }
        return new AddPartitionsToTxnTransaction()
                .setTransactionalId(question.producer().transaction().transactionalId())
                .setProducerId(question.producer().id())
                .setProducerEpoch(question.producer().epoch())
                .setVerifyOnly(!question.producer().operation().supportsEpochBump)
                .setTopics(topics);
    }

    private static void take(Map<String, Waiting> batch, @Nullable AbstractResponse response) {
        if (!(response instanceof AddPartitionsToTxnResponse answer)) {
            batch.values().forEach(waiting -> waiting.end(Errors.NETWORK_EXCEPTION));
            return;
        }
        Errors all = Errors.forCode(answer.data().errorCode());
        if (all != Errors.NONE) {
            Errors told = all == Errors.CLUSTER_AUTHORIZATION_FAILED ? Errors.INVALID_TXN_STATE : all;
            batch.values().forEach(waiting -> waiting.end(told));
            return;
        }
        batch.forEach((id, waiting) -> waiting.end(errors(answer, id, waiting.question())));
    }

    private static Map<TopicPartition, Errors> errors(
            AddPartitionsToTxnResponse answer, String id, Output.VerifyTransaction question) {
        Map<TopicPartition, Errors> errors = new LinkedHashMap<>();
        var result = answer.data().resultsByTransaction().find(id);
        if (result != null) {
            result.topicResults().forEach(topic -> topic.resultsByPartition().forEach(partition -> {
                Errors error = Errors.forCode(partition.partitionErrorCode());
                if (error != Errors.NONE) {
                    errors.put(
                            new TopicPartition(topic.name(), partition.partitionIndex()),
                            speakable(error, question.producer().operation()));
                }
            }));
        }
        return errors;
    }

    /** Producers know these errors under other names. */
    private static Errors speakable(Errors error, TransactionSupportedOperation operation) {
        if (error == Errors.PRODUCER_FENCED) {
            return Errors.INVALID_PRODUCER_EPOCH;
        }
        boolean tooNew =
                error == Errors.TRANSACTION_ABORTABLE && operation == TransactionSupportedOperation.DEFAULT_ERROR;
        return tooNew ? Errors.INVALID_TXN_STATE : error;
    }
}
