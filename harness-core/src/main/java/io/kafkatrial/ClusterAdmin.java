/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.AdminOutcome;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What administrators do to a {@link Cluster}, by hand. It is done by the engine itself, as the superuser and past
 * every fault; {@link Cluster#heal} undoes it, where there is a way back. Partitions are written {@code orders-0}.
 *
 * <p>Every method complains with a {@link io.kafkatrial.engine.TrialException} of what the cluster refuses. Safe for
 * use by several threads.
 */
public final class ClusterAdmin {

    private final Cluster cluster;

    ClusterAdmin(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Let the in-sync follower with the lowest id lead. */
    public AdminOutcome moveLeader(String partition) {
        return cluster.administer(new AdminAct.MoveLeader(Lookup.id(partition), OptionalInt.empty()));
    }

    /** Let this broker lead. */
    public AdminOutcome moveLeader(String partition, int broker) {
        return cluster.administer(new AdminAct.MoveLeader(Lookup.id(partition), OptionalInt.of(broker)));
    }

    /** Let the preferred replica lead. */
    public AdminOutcome electPreferred(String partition) {
        return cluster.administer(new AdminAct.ElectPreferred(Lookup.id(partition)));
    }

    /** Move a partition to these brokers, the preferred leader first. */
    public AdminOutcome reassign(String partition, List<Integer> brokers) {
        return cluster.administer(new AdminAct.Reassign(Lookup.id(partition), brokers));
    }

    /** Raise a topic to so many partitions. */
    public AdminOutcome addPartitions(String topic, int total) {
        return cluster.administer(new AdminAct.AddPartitions(topic, total));
    }

    /** Create a topic; -1 takes the cluster's default. */
    public AdminOutcome createTopic(String topic, int partitions, int replicas) {
        return cluster.administer(new AdminAct.CreateTopic(topic, partitions, replicas));
    }

    /** Delete a topic. */
    public AdminOutcome deleteTopic(String topic) {
        return cluster.administer(new AdminAct.DeleteTopic(topic));
    }

    /** Delete a topic and create it again, empty and with a new id. */
    public AdminOutcome recreateTopic(String topic) {
        return cluster.administer(new AdminAct.RecreateTopic(topic));
    }

    /** Delete the records before an offset; -1 deletes all there are. */
    public AdminOutcome deleteRecords(String partition, long before) {
        return cluster.administer(new AdminAct.DeleteRecords(Lookup.id(partition), before));
    }

    /** Change a setting of a topic. */
    public AdminOutcome setTopicConfig(String topic, String key, String value) {
        return cluster.administer(new AdminAct.SetTopicConfig(topic, key, Optional.of(value)));
    }

    /** Change a setting of a running broker. */
    public AdminOutcome setBrokerConfig(int broker, String key, String value) {
        return cluster.administer(new AdminAct.SetBrokerConfig(OptionalInt.of(broker), key, Optional.of(value)));
    }

    /** Forget what a group has committed for a topic. */
    public AdminOutcome deleteOffsets(String group, String topic) {
        return cluster.administer(new AdminAct.DeleteOffsets(group, topic));
    }

    /** Throw every member out of a group. */
    public AdminOutcome removeMembers(String group) {
        return cluster.administer(new AdminAct.RemoveMembers(group));
    }

    /** Abort the open transaction of this id, fencing its producer. */
    public AdminOutcome abortTransaction(String transactionalId) {
        return cluster.administer(new AdminAct.AbortTransaction(transactionalId));
    }
}
