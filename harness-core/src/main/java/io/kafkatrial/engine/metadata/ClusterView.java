/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.metadata;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.metadata.BrokerRegistrationChangeRecord;
import org.apache.kafka.common.metadata.ConfigRecord;
import org.apache.kafka.common.metadata.FenceBrokerRecord;
import org.apache.kafka.common.metadata.MetadataRecordType;
import org.apache.kafka.common.metadata.PartitionChangeRecord;
import org.apache.kafka.common.metadata.PartitionRecord;
import org.apache.kafka.common.metadata.RegisterBrokerRecord;
import org.apache.kafka.common.metadata.RemoveTopicRecord;
import org.apache.kafka.common.metadata.TopicRecord;
import org.apache.kafka.common.metadata.UnfenceBrokerRecord;
import org.apache.kafka.common.metadata.UnregisterBrokerRecord;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.metadata.MetadataRecordSerde;

/**
 * The committed metadata as far as it was read: topics, partitions, which broker is let in. Changed by the
 * {@link MetadataTail} alone, read by any thread; waiters are told of every change by its monitor.
 */
public final class ClusterView {

    private static final int NO_LEADER_CHANGE = -2;
    private static final int UNFENCED = -1;
    private static final int FENCED = 1;

    /** What users do with topics, and what brokers do by themselves; everything else leaves a trace for the next test. */
    private static final Set<MetadataRecordType> ORDINARY = Set.of(
            MetadataRecordType.TOPIC_RECORD,
            MetadataRecordType.PARTITION_RECORD,
            MetadataRecordType.PARTITION_CHANGE_RECORD,
            MetadataRecordType.REMOVE_TOPIC_RECORD,
            MetadataRecordType.REGISTER_BROKER_RECORD,
            MetadataRecordType.UNREGISTER_BROKER_RECORD,
            MetadataRecordType.FENCE_BROKER_RECORD,
            MetadataRecordType.UNFENCE_BROKER_RECORD,
            MetadataRecordType.BROKER_REGISTRATION_CHANGE_RECORD,
            MetadataRecordType.REGISTER_CONTROLLER_RECORD,
            MetadataRecordType.FEATURE_LEVEL_RECORD,
            MetadataRecordType.BEGIN_TRANSACTION_RECORD,
            MetadataRecordType.END_TRANSACTION_RECORD,
            MetadataRecordType.ZK_MIGRATION_STATE_RECORD,
            MetadataRecordType.CLEAR_ELR_RECORD,
            MetadataRecordType.PRODUCER_IDS_RECORD,
            MetadataRecordType.NO_OP_RECORD);

    /**
     * What is known of a broker.
     *
     * @param epoch of its registration; each start of the process has a higher one
     * @param serving whether it is let in
     */
    public record Registration(long epoch, boolean serving) {}

    private final Map<Uuid, String> names = new HashMap<>();
    private final Map<PartitionId, PartitionView> partitions = new TreeMap<>();
    private final Map<Integer, Registration> brokers = new TreeMap<>();
    private final Map<String, Integer> traces = new TreeMap<>();
    private final Map<String, Map<String, String>> topicConfigs = new HashMap<>();
    private boolean upToDate;

    /** An empty view. */
    public ClusterView() {}

    /** The partition; empty if there is none. */
    public synchronized Optional<PartitionView> partition(PartitionId partition) {
        return Optional.ofNullable(partitions.get(partition));
    }

    /** All partitions, in order. */
    public synchronized Collection<PartitionView> partitions() {
        return List.copyOf(partitions.values());
    }

    /** The name of a topic by its id in Kafka's text form; empty if it is not known. */
    public synchronized Optional<String> topicName(String id) {
        return Optional.ofNullable(names.get(Uuid.fromString(id)));
    }

    /** The names of all topics. */
    public synchronized Set<String> topics() {
        return new TreeSet<>(names.values());
    }

    /** The broker as it is registered; epoch -1 if it never was. */
    public synchronized Registration broker(int id) {
        return brokers.getOrDefault(id, new Registration(-1, false));
    }

    /** What was done to the cluster that outlives the deletion of all topics: kinds of records, and how many of each. */
    public synchronized Map<String, Integer> traces() {
        return Map.copyOf(traces);
    }

    /** A configuration a topic has of its own; empty if it has none of that name. */
    public synchronized Optional<String> topicConfig(String topic, String key) {
        return Optional.ofNullable(topicConfigs.getOrDefault(topic, Map.of()).get(key));
    }

    /** The configuration a topic has of its own. */
    public synchronized Map<String, String> topicConfigs(String topic) {
        return Map.copyOf(topicConfigs.getOrDefault(topic, Map.of()));
    }

    /** Whether everything that is committed was read, and the one who tells leads. */
    public synchronized boolean isUpToDate() {
        return upToDate;
    }

    synchronized void upToDate(boolean now) {
        if (upToDate != now) {
            upToDate = now;
            notifyAll();
        }
    }

    synchronized void clear() {
        names.clear();
        partitions.clear();
        brokers.clear();
        upToDate = false;
        notifyAll();
    }

    /** Apply one committed record; gives back what happened. */
    synchronized List<ClusterEvent> apply(Record record, Instant at) {
        ByteBufferAccessor value = new ByteBufferAccessor(record.value());
        ApiMessage message =
                MetadataRecordSerde.INSTANCE.read(value, record.valueSize()).message();
        List<ClusterEvent> events = new ArrayList<>();
        applyTopics(message, at, events);
        applyBrokers(message);
        note(message);
        notifyAll();
        return events;
    }

    private void applyTopics(ApiMessage message, Instant at, List<ClusterEvent> events) {
        if (message instanceof TopicRecord topic) {
            names.put(topic.topicId(), topic.name());
        } else if (message instanceof RemoveTopicRecord removed) {
            String name = names.remove(removed.topicId());
            topicConfigs.remove(name);
            partitions.keySet().removeIf(partition -> partition.topic().equals(name));
        } else if (message instanceof PartitionRecord partition) {
            PartitionId id = new PartitionId(name(partition.topicId()), partition.partitionId());
            PartitionView next = new PartitionView(
                    id, leader(partition.leader()), partition.leaderEpoch(), partition.isr(), partition.replicas());
            replace(next, at, events);
        } else if (message instanceof PartitionChangeRecord change) {
            PartitionView before = partitions.get(new PartitionId(name(change.topicId()), change.partitionId()));
            if (before != null) {
                replace(merge(before, change), at, events);
            }
        }
    }

    private String name(Uuid topic) {
        return names.getOrDefault(topic, topic.toString());
    }

    /** As Kafka does: every record with a leader begins a new leader epoch. */
    private static PartitionView merge(PartitionView before, PartitionChangeRecord change) {
        boolean elected = change.leader() != NO_LEADER_CHANGE;
        return new PartitionView(
                before.partition(),
                elected ? leader(change.leader()) : before.leader(),
                elected ? before.leaderEpoch() + 1 : before.leaderEpoch(),
                change.isr() == null ? before.isr() : change.isr(),
                change.replicas() == null ? before.replicas() : change.replicas());
    }

    private static OptionalInt leader(int id) {
        return id < 0 ? OptionalInt.empty() : OptionalInt.of(id);
    }

    private void replace(PartitionView next, Instant at, List<ClusterEvent> events) {
        PartitionView before = partitions.put(next.partition(), next);
        if (before == null || before.leaderEpoch() != next.leaderEpoch()) {
            events.add(new ClusterEvent.LeaderChanged(at, next.partition(), next.leader(), next.leaderEpoch()));
        }
        if (before == null || !before.isr().equals(next.isr())) {
            events.add(new ClusterEvent.IsrChanged(at, next.partition(), next.isr(), next.leaderEpoch()));
        }
    }

    private void applyBrokers(ApiMessage message) {
        if (message instanceof RegisterBrokerRecord broker) {
            brokers.put(broker.brokerId(), new Registration(broker.brokerEpoch(), !broker.fenced()));
        } else if (message instanceof UnregisterBrokerRecord broker) {
            brokers.remove(broker.brokerId());
        } else if (message instanceof FenceBrokerRecord broker) {
            serving(broker.id(), false);
        } else if (message instanceof UnfenceBrokerRecord broker) {
            serving(broker.id(), true);
        } else if (message instanceof BrokerRegistrationChangeRecord change) {
            if (change.fenced() == UNFENCED || change.fenced() == FENCED) {
                serving(change.brokerId(), change.fenced() == UNFENCED);
            }
        }
    }

    private void serving(int broker, boolean serving) {
        brokers.computeIfPresent(broker, (id, before) -> new Registration(before.epoch(), serving));
    }

    private void note(ApiMessage message) {
        MetadataRecordType type = MetadataRecordType.fromId(message.apiKey());
        if (message instanceof ConfigRecord config && config.resourceType() == ConfigResource.Type.TOPIC.id()) {
            Map<String, String> ofTopic = topicConfigs.computeIfAbsent(config.resourceName(), topic -> new HashMap<>());
            if (config.value() == null) {
                ofTopic.remove(config.name());
            } else {
                ofTopic.put(config.name(), config.value());
            }
        } else if (!ORDINARY.contains(type)) {
            traces.merge(type.name(), 1, Integer::sum);
        }
    }
}
