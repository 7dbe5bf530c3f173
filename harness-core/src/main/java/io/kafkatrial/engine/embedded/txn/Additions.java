/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.coordinator.transaction.TransactionMetadata;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.apache.kafka.server.common.TransactionVersion;

/**
 * Decides which partitions join a transaction.
 *
 * <p>A partition's leader that adds for a client (TV2) may come while the last transaction still ends, or
 * while another leader's addition is on its way. Kafka answers CONCURRENT_TRANSACTIONS, and the leader asks
 * again every {@code add.partitions.to.txn.retry.backoff.ms}, for at most
 * {@code add.partitions.to.txn.retry.backoff.max.ms}. Here the request waits as long for the event itself, and
 * what waits for the same event is added together. Confined to the loop.
 */
final class Additions {

    /** A request, or several of one producer that waited together. */
    private record Request(List<Long> tokens, Who who, Set<TopicPartition> partitions, long untilMs) {
        Request and(Request other) {
            List<Long> allTokens = new ArrayList<>(tokens);
            allTokens.addAll(other.tokens);
            Set<TopicPartition> all = new HashSet<>(partitions);
            all.addAll(other.partitions);
            return new Request(allTokens, who, all, Math.min(untilMs, other.untilMs));
        }
    }

    private record Who(TxnProducer producer, TransactionVersion version) {}

    private final Owned owned;
    private final Journal journal;
    private final Deadlines deadlines;
    private final Turn turn;
    private final Map<String, List<Request>> waiting = new HashMap<>();

    Additions(Owned owned, Journal journal, Deadlines deadlines, Turn turn) {
        this.owned = owned;
        this.journal = journal;
        this.deadlines = deadlines;
        this.turn = turn;
    }

    void handle(TxnInput.AddPartitions asked) {
        Request request = new Request(
                List.of(asked.token()),
                new Who(asked.producer(), asked.version()),
                asked.partitions(),
                turn.elapsedMs() + asked.patienceMs());
        if (asked.producer().transactionalId().isEmpty()) {
            answer(request, Errors.INVALID_REQUEST);
        } else {
            decide(request);
        }
    }

    /** An id's pending state is settled, or gone with its partition: decide again what waited for it. */
    void wake(String transactionalId) {
        List<Request> together = waiting.remove(transactionalId);
        if (together == null) {
            return;
        }
        Map<Who, Request> merged = new HashMap<>();
        together.forEach(request -> merged.merge(request.who(), request, Request::and));
        merged.values().forEach(this::decide);
    }

    /** Decide again whatever waits. */
    void wakeAll() {
        List.copyOf(waiting.keySet()).forEach(this::wake);
    }

    private void decide(Request request) {
        TxnProducer producer = request.who().producer();
        Entry.Lookup found = owned.find(producer.transactionalId());
        Entry entry = found.entry();
        if (found.error() != Errors.NONE) {
            answer(request, found.error());
        } else if (entry == null) {
            answer(request, Errors.INVALID_PRODUCER_ID_MAPPING);
        } else {
            decide(request, entry);
        }
    }

    private void decide(Request request, Entry entry) {
        TransactionMetadata txn = entry.metadata();
        Errors refusal = check(txn, request.who().producer());
        if (refusal == Errors.CONCURRENT_TRANSACTIONS && turn.elapsedMs() < request.untilMs()) {
            await(request);
        } else if (refusal != Errors.NONE) {
            answer(request, refusal);
        } else if (txn.state() == TransactionState.ONGOING
                && txn.topicPartitions().containsAll(request.partitions())) {
            answer(request, Errors.NONE);
        } else {
            var next = txn.prepareAddPartitions(
                    request.partitions(), turn.wallMs(), request.who().version());
            journal.append(entry, next, error -> answer(request, error));
        }
    }

    /** In Kafka's order: a pending change may be of the producer id itself, so it comes first. */
    private static Errors check(TransactionMetadata txn, TxnProducer producer) {
        if (txn.pendingTransitionInProgress()) {
            return Errors.CONCURRENT_TRANSACTIONS;
        } else if (txn.producerId() != producer.producerId()) {
            return Errors.INVALID_PRODUCER_ID_MAPPING;
        } else if (txn.producerEpoch() != producer.producerEpoch()) {
            return Errors.PRODUCER_FENCED;
        }
        boolean ends = txn.state() == TransactionState.PREPARE_COMMIT || txn.state() == TransactionState.PREPARE_ABORT;
        return ends ? Errors.CONCURRENT_TRANSACTIONS : Errors.NONE;
    }

    private void await(Request request) {
        String id = request.who().producer().transactionalId();
        waiting.computeIfAbsent(id, key -> new ArrayList<>(2)).add(request);
        deadlines.at(request.untilMs(), () -> {
            List<Request> still = waiting.get(id);
            if (still != null && still.contains(request)) {
                wake(id);
            }
        });
    }

    private void answer(Request request, Errors error) {
        request.tokens().forEach(token -> turn.answer(token, error));
    }
}
