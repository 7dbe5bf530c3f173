/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import io.kafkatrial.engine.embedded.log.Bug;
import io.kafkatrial.engine.embedded.log.ProducerStates;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.storage.internals.log.VerificationGuard;

/**
 * Asks transaction coordinators whether a partition is part of a transaction, or to make it so, before the
 * first record of the transaction is appended (KIP-890). Confined to the loop.
 */
final class Verifications {
    private final ReplicationSettings.Transactions settings;
    private final Replicas replicas;
    private final Turn turn;
    private final Map<Long, Asked> asked = new HashMap<>();

    Verifications(ReplicationSettings.Transactions settings, Replicas replicas, Turn turn) {
        this.settings = settings;
        this.replicas = replicas;
        this.turn = turn;
    }

    /**
     * What came of it.
     *
     * @param errors of partitions that must not be appended to
     * @param guards to append with, of partitions the transaction begins in
     */
    record Verdict(Map<TopicPartition, Errors> errors, Map<TopicPartition, VerificationGuard> guards) {
        static final Verdict NONE = new Verdict(Map.of(), Map.of());

        VerificationGuard guard(TopicPartition partition) {
            return guards.getOrDefault(partition, VerificationGuard.SENTINEL);
        }
    }

    private record Asked(Verdict soFar, Consumer<Verdict> then) {}

    /**
     * Ask, unless the transaction is open in all these partitions or nobody wants to know.
     *
     * @param sequences of the first record to come, by partition
     * @param then told the verdict, in this step or a later one
     */
    void verify(Input.Transactional producer, Map<TopicPartition, Integer> sequences, Consumer<Verdict> then) {
        boolean adds = producer.operation().supportsEpochBump;
        if ((!adds && !replicas.verifiesTransactions()) || replicas.has(Bug.TRANSACTION_UNVERIFIED)) {
            then.accept(Verdict.NONE);
            return;
        }
        Map<TopicPartition, Errors> errors = new LinkedHashMap<>();
        Map<TopicPartition, VerificationGuard> guards = new LinkedHashMap<>();
        sequences.forEach((partition, sequence) -> {
            try {
                VerificationGuard guard =
                        leading(partition).startVerification(producer.id(), producer.epoch(), sequence, adds);
                if (!guard.equals(VerificationGuard.SENTINEL)) {
                    guards.put(partition, guard);
                }
            } catch (ApiException refused) {
                errors.put(partition, Errors.forException(refused));
            }
        });
        Verdict soFar = new Verdict(errors, guards);
        if (guards.isEmpty()) {
            then.accept(soFar);
            return;
        }
        long request = turn.nextRequestId();
        asked.put(request, new Asked(soFar, then));
        turn.emit(new Output.VerifyTransaction(request, producer, Set.copyOf(guards.keySet())));
    }

    private ProducerStates leading(TopicPartition partition) {
        Hosted replica = replicas.find(partition);
        if (replica == null) {
            throw replicas.whyMissing(partition).exception();
        } else if (replica.leadership() == null) {
            throw Errors.NOT_LEADER_OR_FOLLOWER.exception();
        }
        return replica.log().producers();
    }

    /** Take the coordinator's answer. */
    void ended(Input.TransactionVerified answer) {
        Asked question = asked.remove(answer.requestId());
        if (question != null) {
            question.soFar().errors().putAll(answer.errors());
            question.then().accept(question.soFar());
        }
    }

    /**
     * {@link #verify}, and again for a short time while the coordinator still ends the producer's last
     * transaction: cheaper than to let the producer send its records again.
     */
    void verifyPatiently(Input.Transactional producer, Map<TopicPartition, Integer> sequences, Consumer<Verdict> then) {
        long patientUntilMs = turn.elapsedMs() + settings.retryForMs();
        attempt(producer, sequences, patientUntilMs, then);
    }

    private void attempt(
            Input.Transactional producer,
            Map<TopicPartition, Integer> sequences,
            long patientUntilMs,
            Consumer<Verdict> then) {
        verify(producer, sequences, verdict -> {
            boolean again = producer.operation().supportsEpochBump
                    && turn.elapsedMs() < patientUntilMs
                    && verdict.errors().containsValue(Errors.CONCURRENT_TRANSACTIONS);
            if (again) {
                turn.deadlines()
                        .at(
                                turn.elapsedMs() + settings.retryBackoffMs(),
                                () -> attempt(producer, sequences, patientUntilMs, then));
            } else {
                then.accept(verdict);
            }
        });
    }
}
