/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest.TxnMarkerEntry;
import org.apache.kafka.coordinator.transaction.TransactionMetadata;
import org.apache.kafka.coordinator.transaction.TxnTransitMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the markers of ended transactions to the leaders of their partitions until each is written, then
 * appends the last state. What cannot be sent waits for new metadata or a short time; a partition that
 * exists no longer needs none. Confined to the loop.
 */
final class Markers {

    private static final Logger LOG = LoggerFactory.getLogger(Markers.class);

    /** A transaction whose outcome is committed, and the state it has when all markers are in; equal only to itself. */
    static final class Ending {
        private final Entry entry;
        private final TransactionResult result;
        private final TxnTransitMetadata complete;

        Ending(Entry entry, TransactionResult result, TxnTransitMetadata complete) {
            this.entry = entry;
            this.result = result;
            this.complete = complete;
        }
    }

    private record Sent(Ending ending, List<TopicPartition> partitions) {}

    private final TxnSettings settings;
    private final Owned owned;
    private final TxnCluster cluster;
    private final Journal journal;
    private final Deadlines deadlines;
    private final Turn turn;

    /** By transactional id. An ending not in here any more is void. */
    private final Map<String, Ending> endings = new LinkedHashMap<>();

    private final Map<Integer, List<Sent>> outgoing = new TreeMap<>();
    private final Map<Long, List<Sent>> inFlight = new HashMap<>();
    private final Map<String, Set<TopicPartition>> waiting = new LinkedHashMap<>();
    private boolean retryArmed;

    Markers(TxnSettings settings, TxnCluster cluster, Journal journal, Deadlines deadlines, Turn turn) {
        this.settings = settings;
        this.owned = journal.owned();
        this.cluster = cluster;
        this.journal = journal;
        this.deadlines = deadlines;
        this.turn = turn;
    }

    Owned owned() {
        return owned;
    }

    Journal journal() {
        return journal;
    }

    void send(Ending ending) {
        endings.put(ending.entry.id(), ending);
        dispatch(ending, List.copyOf(ending.entry.metadata().topicPartitions()));
        completeIfDone(ending);
    }

    /** Nobody may finish these transactions here any more. */
    void resign(int partition) {
        endings.values().removeIf(ending -> ending.entry.partition() == partition);
        waiting.keySet().retainAll(endings.keySet());
        outgoing.values().forEach(sent -> sent.removeIf(one -> isVoid(one.ending())));
    }

    private boolean isVoid(Ending ending) {
        return endings.get(ending.entry.id()) != ending;
    }

    private void dispatch(Ending ending, Collection<TopicPartition> partitions) {
        TransactionMetadata txn = ending.entry.metadata();
        Map<Integer, List<TopicPartition>> byBroker = new TreeMap<>();
        for (TopicPartition partition : partitions) {
            Optional<OptionalInt> leader = cluster.leaderOf(partition);
            if (leader.isEmpty()) {
                LOG.info("{} needs no marker in {}: it is deleted", txn.transactionalId(), partition);
                txn.removePartition(partition);
            } else if (leader.get().isEmpty()) {
                await(ending, partition);
            } else {
                byBroker.computeIfAbsent(leader.get().getAsInt(), broker -> new ArrayList<>())
                        .add(partition);
            }
        }
        byBroker.forEach((broker, its) ->
                outgoing.computeIfAbsent(broker, key -> new ArrayList<>()).add(new Sent(ending, its)));
    }

    private void await(Ending ending, TopicPartition partition) {
        waiting.computeIfAbsent(ending.entry.id(), id -> new HashSet<>()).add(partition);
    }

    /** Put out what this step has to send: one request for each broker. */
    void flush() {
        outgoing.forEach((broker, sent) -> {
            if (!sent.isEmpty()) {
                long request = turn.nextId();
                inFlight.put(request, sent);
                turn.emit(new TxnOutput.SendMarkers(
                        request, broker, sent.stream().map(Markers::marker).toList()));
            }
        });
        outgoing.clear();
    }

    private static TxnMarkerEntry marker(Sent sent) {
        TransactionMetadata txn = sent.ending().entry.metadata();
        return new TxnMarkerEntry(
                txn.producerId(),
                txn.producerEpoch(),
                sent.ending().entry.coordinatorEpoch(),
                sent.ending().result,
                sent.partitions(),
                txn.clientTransactionVersion().featureLevel());
    }

    void ended(TxnInput.MarkersSent answer) {
        List<Sent> sent = inFlight.remove(answer.requestId());
        if (sent == null) {
            return;
        }
        for (Sent one : sent) {
            Ending ending = one.ending();
            if (isVoid(ending)) {
                continue;
            }
            Map<Long, Map<TopicPartition, Errors>> all = answer.errors();
            if (all == null) {
                one.partitions().forEach(partition -> retry(ending, partition));
            } else {
                take(one, all.getOrDefault(ending.entry.metadata().producerId(), Map.of()));
            }
        }
    }

    private void take(Sent sent, Map<TopicPartition, Errors> errors) {
        Ending ending = sent.ending();
        for (TopicPartition partition : sent.partitions()) {
            Errors error = errors.getOrDefault(partition, Errors.UNKNOWN_SERVER_ERROR);
            switch (error) {
                case NONE, UNSUPPORTED_FOR_MESSAGE_FORMAT, UNSUPPORTED_VERSION ->
                    ending.entry.metadata().removePartition(partition);
                case INVALID_PRODUCER_EPOCH, TRANSACTION_COORDINATOR_FENCED -> {
                    LOG.info("{} is ended by another coordinator: {} for {}", ending.entry, error, partition);
                    endings.remove(ending.entry.id());
                    waiting.remove(ending.entry.id());
                    return;
                }
                default -> retry(ending, partition);
            }
        }
        completeIfDone(ending);
    }

    private void retry(Ending ending, TopicPartition partition) {
        await(ending, partition);
        if (!retryArmed) {
            retryArmed = true;
            deadlines.at(turn.elapsedMs() + settings.retryMs(), () -> {
                retryArmed = false;
                retryWaiting();
            });
        }
    }

    /** Try again whatever waits. */
    void retryWaiting() {
        Map<String, Set<TopicPartition>> again = new LinkedHashMap<>(waiting);
        waiting.clear();
        again.forEach((id, partitions) -> {
            Ending ending = endings.get(id);
            if (ending != null) {
                dispatch(ending, partitions);
                completeIfDone(ending);
            }
        });
    }

    private void completeIfDone(Ending ending) {
        if (ending.entry.metadata().topicPartitions().isEmpty() && endings.remove(ending.entry.id(), ending)) {
            complete(ending);
        }
    }

    private void complete(Ending ending) {
        Entry entry = ending.entry;
        if (owned.current(entry.id(), entry.coordinatorEpoch()) == null) {
            return;
        }
        journal.appendUntilDone(entry, ending.complete, error -> {
            if (error == Errors.COORDINATOR_NOT_AVAILABLE) {
                deadlines.at(turn.elapsedMs() + settings.retryMs(), () -> complete(ending));
            } else if (error != Errors.NONE) {
                LOG.info("the last state of {} is left to another coordinator: {}", entry.id(), error);
            }
        });
    }
}
