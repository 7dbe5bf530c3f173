/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Something an administrator does to a running cluster, which its applications have to live with. The engine does it
 * as the superuser and by a way of its own, not through links or requests that faults have broken. What it changed,
 * and how that is undone, is an {@link AdminOutcome}.
 */
public sealed interface AdminAct {

    /**
     * Let another replica lead the partition.
     *
     * @param to the broker that shall lead; empty takes the in-sync follower with the lowest id
     */
    record MoveLeader(PartitionId partition, OptionalInt to) implements AdminAct {
        public MoveLeader {
            requireNonNull(partition, "partition");
            requireNonNull(to, "to");
        }
    }

    /** Let the preferred replica, the first of the partition's list, lead. */
    record ElectPreferred(PartitionId partition) implements AdminAct {
        public ElectPreferred {
            requireNonNull(partition, "partition");
        }
    }

    /**
     * Move the partition to these replicas and wait until it is there. Undone by moving it back.
     *
     * @param replicas broker ids, the preferred leader first
     */
    record Reassign(PartitionId partition, List<Integer> replicas) implements AdminAct {
        public Reassign {
            requireNonNull(partition, "partition");
            replicas = List.copyOf(replicas);
        }
    }

    /** Raise the number of partitions of a topic to {@code total}. There is no way back. */
    record AddPartitions(String topic, int total) implements AdminAct {
        public AddPartitions {
            requireNonNull(topic, "topic");
        }
    }

    /** Create a topic, with the cluster's defaults for -1. Undone by its deletion. */
    record CreateTopic(String topic, int partitions, int replicas) implements AdminAct {
        public CreateTopic {
            requireNonNull(topic, "topic");
        }
    }

    /** Delete a topic with all its records. There is no way back. */
    record DeleteTopic(String topic) implements AdminAct {
        public DeleteTopic {
            requireNonNull(topic, "topic");
        }
    }

    /** Delete a topic and create one of the same name, partitions, replicas and settings: empty, with a new id. */
    record RecreateTopic(String topic) implements AdminAct {
        public RecreateTopic {
            requireNonNull(topic, "topic");
        }
    }

    /**
     * Delete the records of a partition below an offset. There is no way back.
     *
     * @param before the first offset that stays; -1 is the high watermark
     */
    record DeleteRecords(PartitionId partition, long before) implements AdminAct {
        public DeleteRecords {
            requireNonNull(partition, "partition");
        }
    }

    /** Change a setting of a topic; without value back to the default. Undone by the setting before. */
    record SetTopicConfig(String topic, String key, Optional<String> value) implements AdminAct {
        public SetTopicConfig {
            requireNonNull(topic, "topic");
            requireNonNull(key, "key");
            requireNonNull(value, "value");
        }
    }

    /**
     * Change a setting of a broker, or of all, while they run; without value back to the default. Undone by the
     * setting before.
     */
    record SetBrokerConfig(OptionalInt broker, String key, Optional<String> value) implements AdminAct {
        public SetBrokerConfig {
            requireNonNull(broker, "broker");
            requireNonNull(key, "key");
            requireNonNull(value, "value");
        }
    }

    /** Forget what a consumer group has committed for a topic. There is no way back. */
    record DeleteOffsets(String group, String topic) implements AdminAct {
        public DeleteOffsets {
            requireNonNull(group, "group");
            requireNonNull(topic, "topic");
        }
    }

    /** Throw every member out of a consumer group; they may come back. */
    record RemoveMembers(String group) implements AdminAct {
        public RemoveMembers {
            requireNonNull(group, "group");
        }
    }

    /**
     * Limit clients; without value lift the limit. Undone by the limit before.
     *
     * @param user whom it is about; empty for every user
     * @param clientId whose client.id it is about; empty for every client
     * @param key Kafka's name of the quota, such as {@code producer_byte_rate}
     * @param value the limit, in the quota's own unit
     */
    record SetQuota(Optional<String> user, Optional<String> clientId, String key, OptionalDouble value)
            implements AdminAct {
        public SetQuota {
            requireNonNull(user, "user");
            requireNonNull(clientId, "clientId");
            requireNonNull(key, "key");
            requireNonNull(value, "value");
        }
    }

    /** Abort the open transaction of this id by fencing its producer, as an administrator's fenceProducers does. */
    record AbortTransaction(String transactionalId) implements AdminAct {
        public AbortTransaction {
            requireNonNull(transactionalId, "transactionalId");
        }
    }
}
