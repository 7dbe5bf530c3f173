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
 * them (KIP-890), as Kafka's AddPartitionsToTxnManager. Kafka has one request at a time on its way to each
 * broker. Here a coordinator may hold a request until the producer's last transaction has ended, so there is one
 * for each transactional id, and no producer waits behind another. Confined to the broker's loop.
 */
public final class TransactionVerifier {

    private final Peers peers;
    private final Function<String, OptionalInt> coordinatorOf;
    private final int timeoutMs;
    /** What waits for an answer to the question before it, by the transactional id of both. */
    private final Map<String, Waiting> next = new HashMap<>();

    private final Set<String> inFlight = new HashSet<>();

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
        String id() {
            return question.producer().transaction().transactionalId();
        }

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
        Waiting waiting = new Waiting(question, then);
        if (inFlight.contains(waiting.id())) {
            await(waiting);
        } else {
            send(waiting);
        }
    }

    private void await(Waiting waiting) {
        Waiting before = next.get(waiting.id());
        if (before != null && before.epoch() > waiting.epoch()) {
            waiting.end(Errors.INVALID_PRODUCER_EPOCH);
            return;
        }
        next.put(waiting.id(), waiting);
        if (before != null) {
            // The same producer asks again: it has given up on the first question, or is another one's successor.
            before.end(before.epoch() < waiting.epoch() ? Errors.INVALID_PRODUCER_EPOCH : Errors.NETWORK_EXCEPTION);
        }
    }

    private void send(Waiting waiting) {
        OptionalInt coordinator = coordinatorOf.apply(waiting.id());
        if (coordinator.isEmpty()) {
            waiting.end(Errors.COORDINATOR_NOT_AVAILABLE);
            return;
        }
        inFlight.add(waiting.id());
        AddPartitionsToTxnTransactionCollection transactions = new AddPartitionsToTxnTransactionCollection();
        transactions.add(transaction(waiting.question()));
        peers.ask(
                        coordinator.getAsInt(),
                        AddPartitionsToTxnRequest.Builder.forBroker(transactions)
                                .build(),
                        timeoutMs)
                .whenComplete((response, failure) -> {
                    inFlight.remove(waiting.id());
                    take(waiting, response);
                    Waiting following = next.remove(waiting.id());
                    if (following != null) {
                        verify(following.question(), following.then());
                    }
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

    private static void take(Waiting waiting, @Nullable AbstractResponse response) {
        if (!(response instanceof AddPartitionsToTxnResponse answer)) {
            waiting.end(Errors.NETWORK_EXCEPTION);
            return;
        }
        Errors all = Errors.forCode(answer.data().errorCode());
        if (all != Errors.NONE) {
            waiting.end(all == Errors.CLUSTER_AUTHORIZATION_FAILED ? Errors.INVALID_TXN_STATE : all);
            return;
        }
        waiting.end(errors(answer, waiting.id(), waiting.question()));
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
