/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import io.kafkatrial.engine.embedded.loop.LoopClock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidRegularExpression;
import org.apache.kafka.common.message.DescribeTransactionsResponseData;
import org.apache.kafka.common.message.ListTransactionsRequestData;
import org.apache.kafka.common.message.ListTransactionsResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.coordinator.transaction.TransactionMetadata;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.jspecify.annotations.Nullable;

/** Answers what does not change anything. Confined to the loop. */
public final class TxnQueries {

    private final Owned owned;

    TxnQueries(Owned owned) {
        this.owned = owned;
    }

    /** The partition of {@code __transaction_state} whose leader coordinates the id. */
    public int partitionFor(String transactionalId) {
        return owned.partitionFor(transactionalId);
    }

    /** Whether partitions belong to the producer's open transaction: NONE or the error, each for itself. */
    public Map<TopicPartition, Errors> verify(TxnProducer producer, Collection<TopicPartition> partitions) {
        Entry.Lookup found = owned.find(producer.transactionalId());
        Errors common = producer.transactionalId().isEmpty()
                ? Errors.INVALID_REQUEST
                : found.error() != Errors.NONE ? found.error() : check(found.entry(), producer);
        Map<TopicPartition, Errors> errors = new HashMap<>();
        for (TopicPartition partition : partitions) {
            errors.put(partition, common == Errors.NONE ? membership(found.entry(), partition) : common);
        }
        return errors;
    }

    private static Errors membership(@Nullable Entry entry, TopicPartition partition) {
        return entry != null && entry.metadata().topicPartitions().contains(partition)
                ? Errors.NONE
                : Errors.TRANSACTION_ABORTABLE;
    }

    private static Errors check(@Nullable Entry entry, TxnProducer producer) {
        if (entry == null || entry.metadata().producerId() != producer.producerId()) {
            return Errors.INVALID_PRODUCER_ID_MAPPING;
        } else if (entry.metadata().producerEpoch() != producer.producerEpoch()) {
            return Errors.PRODUCER_FENCED;
        }
        return switch (entry.metadata().state()) {
            case PREPARE_COMMIT, PREPARE_ABORT -> Errors.CONCURRENT_TRANSACTIONS;
            default -> Errors.NONE;
        };
    }

    /** Describe one transactional id. */
    public DescribeTransactionsResponseData.TransactionState describe(String transactionalId) {
        var described = new DescribeTransactionsResponseData.TransactionState().setTransactionalId(transactionalId);
        if (transactionalId.isEmpty()) {
            return described.setErrorCode(Errors.INVALID_REQUEST.code());
        }
        Entry.Lookup found = owned.find(transactionalId);
        if (found.error() != Errors.NONE) {
            return described.setErrorCode(found.error().code());
        }
        Entry entry = found.entry();
        if (entry == null || entry.metadata().state() == TransactionState.DEAD) {
            return described.setErrorCode(Errors.TRANSACTIONAL_ID_NOT_FOUND.code());
        }
        TransactionMetadata txn = entry.metadata();
        for (TopicPartition partition : txn.topicPartitions()) {
            var topic = described.topics().find(partition.topic());
            if (topic == null) {
                topic = new DescribeTransactionsResponseData.TopicData().setTopic(partition.topic());
                described.topics().add(topic);
            }
            topic.partitions().add(partition.partition());
        }
        return described
                .setProducerId(txn.producerId())
                .setProducerEpoch(txn.producerEpoch())
                .setTransactionState(txn.state().stateName())
                .setTransactionTimeoutMs(txn.txnTimeoutMs())
                .setTransactionStartTimeMs(txn.txnStartTimestamp());
    }

    /**
     * List the ids this broker coordinates.
     *
     * @throws InvalidRegularExpression if the pattern is none
     */
    public ListTransactionsResponseData list(ListTransactionsRequestData asked, LoopClock clock) {
        ListTransactionsResponseData response = new ListTransactionsResponseData();
        if (owned.isAnyLoading()) {
            return response.setErrorCode(Errors.COORDINATOR_LOAD_IN_PROGRESS.code());
        }
        Set<TransactionState> states = new HashSet<>();
        for (String name : new HashSet<>(asked.stateFilters())) {
            TransactionState.fromName(name).ifPresentOrElse(states::add, () -> response.unknownStateFilters()
                    .add(name));
        }
        Filter filter = new Filter(asked, states, compile(asked.transactionalIdPattern()), clock.wallMs());
        List<ListTransactionsResponseData.TransactionState> listed = owned.all().stream()
                .map(Entry::metadata)
                .filter(filter::takes)
                .map(txn -> new ListTransactionsResponseData.TransactionState()
                        .setTransactionalId(txn.transactionalId())
                        .setProducerId(txn.producerId())
                        .setTransactionState(txn.state().stateName()))
                .toList();
        return response.setTransactionStates(new ArrayList<>(listed));
    }

    private static @Nullable Pattern compile(@Nullable String pattern) {
        if (pattern == null || pattern.isEmpty()) {
            return null;
        }
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException refused) {
            throw new InvalidRegularExpression("Transaction ID pattern `" + pattern
                    + "` is not a valid regular expression: " + refused.getMessage() + ".");
        }
    }

    private record Filter(
            ListTransactionsRequestData asked, Set<TransactionState> states, @Nullable Pattern pattern, long wallMs) {
        boolean takes(TransactionMetadata txn) {
            return txn.state() != TransactionState.DEAD
                    && (asked.producerIdFilters().isEmpty()
                            || asked.producerIdFilters().contains(txn.producerId()))
                    && (asked.stateFilters().isEmpty() || states.contains(txn.state()))
                    && (asked.durationFilter() < 0 || wallMs - txn.txnStartTimestamp() > asked.durationFilter())
                    && (pattern == null
                            || pattern.matcher(txn.transactionalId()).matches());
        }
    }
}
