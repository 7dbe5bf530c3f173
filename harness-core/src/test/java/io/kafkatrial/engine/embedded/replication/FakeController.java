/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.NullUnmarked;

/** Decides about leaders and in-sync sets as Kafka's controller does, without a quorum. */
@NullUnmarked // tests look things up they know are there
final class FakeController {
    private final Map<TopicIdPartition, PartitionMetadata> partitions = new LinkedHashMap<>();
    private final Map<Integer, BrokerStatus> brokers = new TreeMap<>();
    private final Set<TopicIdPartition> changed = new HashSet<>();
    private long lastBrokerEpoch = 100;
    private Errors refusal = Errors.NONE;
    private int proposals;

    long register(int broker) {
        if (brokers.containsKey(broker)) {
            fence(broker);
        }
        brokers.put(broker, new BrokerStatus(broker, ++lastBrokerEpoch, false, false));
        electIfLeaderless(broker);
        return lastBrokerEpoch;
    }

    void unfence(int broker) {
        brokers.computeIfPresent(broker, (id, status) -> new BrokerStatus(id, status.brokerEpoch(), false, false));
        electIfLeaderless(broker);
    }

    private void electIfLeaderless(int broker) {
        for (PartitionMetadata partition : List.copyOf(partitions.values())) {
            if (partition.leader() == -1 && partition.isr().contains(broker)) {
                elect(partition.partition(), broker);
            }
        }
    }

    void fence(int broker) {
        brokers.computeIfPresent(broker, (id, status) -> new BrokerStatus(id, status.brokerEpoch(), true, false));
        for (PartitionMetadata partition : List.copyOf(partitions.values())) {
            if (partition.isr().contains(broker)) {
                removeFromIsr(partition, broker);
            }
        }
    }

    void shuttingDown(int broker) {
        brokers.computeIfPresent(broker, (id, status) -> new BrokerStatus(id, status.brokerEpoch(), false, true));
    }

    private void removeFromIsr(PartitionMetadata partition, int broker) {
        List<Integer> isr = new ArrayList<>(partition.isr());
        isr.remove(Integer.valueOf(broker));
        boolean leads = partition.leader() == broker;
        List<Integer> alive =
                isr.stream().filter(id -> !brokers.get(id).fenced()).toList();
        int leader = leads ? (alive.isEmpty() ? -1 : alive.get(0)) : partition.leader();
        put(with(partition, leader, isr.isEmpty() ? List.of(broker) : isr, leads));
    }

    void create(PartitionMetadata partition) {
        put(partition);
    }

    void delete(TopicIdPartition partition) {
        partitions.remove(partition);
    }

    void elect(TopicIdPartition partition, int leader) {
        PartitionMetadata before = partitions.get(partition);
        put(with(before, leader, before.isr().contains(leader) ? before.isr() : List.of(leader), true));
    }

    private static PartitionMetadata with(PartitionMetadata from, int leader, List<Integer> isr, boolean newEpoch) {
        return new PartitionMetadata(
                from.partition(),
                leader,
                from.leaderEpoch() + (newEpoch ? 1 : 0),
                from.partitionEpoch() + 1,
                isr,
                from.replicas(),
                from.topicConfig());
    }

    private void put(PartitionMetadata partition) {
        partitions.put(partition.partition(), partition);
        changed.add(partition.partition());
    }

    PartitionMetadata state(TopicIdPartition partition) {
        return partitions.get(partition);
    }

    Collection<BrokerStatus> brokers() {
        return List.copyOf(brokers.values());
    }

    Collection<PartitionMetadata> all() {
        return List.copyOf(partitions.values());
    }

    /** What changed since the last call. */
    List<PartitionMetadata> takeChanges() {
        List<PartitionMetadata> changes = partitions.values().stream()
                .filter(p -> changed.contains(p.partition()))
                .toList();
        changed.clear();
        return changes;
    }

    /** Answer every proposal with this error from now on. */
    void refuseWith(Errors error) {
        refusal = error;
    }

    int proposals() {
        return proposals;
    }

    Input.AlterPartitionEnded answer(int leader, Output.SendAlterPartition proposal) {
        proposals++;
        Errors error = refusal != Errors.NONE ? refusal : check(leader, proposal);
        if (error != Errors.NONE) {
            return new Input.AlterPartitionEnded(proposal.requestId(), error, null);
        }
        List<Integer> isr =
                proposal.isr().stream().map(Output.IsrMember::brokerId).toList();
        PartitionMetadata next = with(partitions.get(proposal.partition()), leader, isr, false);
        put(next);
        return new Input.AlterPartitionEnded(
                proposal.requestId(),
                Errors.NONE,
                new Input.IsrState(leader, next.leaderEpoch(), next.partitionEpoch(), isr));
    }

    private Errors check(int leader, Output.SendAlterPartition proposal) {
        PartitionMetadata partition = partitions.get(proposal.partition());
        if (partition == null) {
            return Errors.UNKNOWN_TOPIC_ID;
        } else if (partition.leader() != leader || proposal.leaderEpoch() < partition.leaderEpoch()) {
            return Errors.FENCED_LEADER_EPOCH;
        } else if (proposal.partitionEpoch() != partition.partitionEpoch()) {
            return Errors.INVALID_UPDATE_VERSION;
        }
        boolean eligible = proposal.isr().stream().allMatch(member -> isEligible(member, partition));
        return eligible ? Errors.NONE : Errors.INELIGIBLE_REPLICA;
    }

    private boolean isEligible(Output.IsrMember member, PartitionMetadata partition) {
        BrokerStatus status = brokers.get(member.brokerId());
        boolean known = member.brokerEpoch() == -1 || member.brokerEpoch() == status.brokerEpoch();
        return partition.replicas().contains(member.brokerId()) && known && !status.fenced() && !status.shuttingDown();
    }
}
