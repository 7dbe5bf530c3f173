/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static org.apache.kafka.common.protocol.ApiKeys.*;
import static org.apache.kafka.common.protocol.ApiKeys.DESCRIBE_PRODUCERS;
import static org.apache.kafka.common.protocol.ApiKeys.STREAMS_GROUP_DESCRIBE;
import static org.apache.kafka.common.protocol.ApiKeys.STREAMS_GROUP_HEARTBEAT;
import static org.apache.kafka.common.protocol.ApiKeys.STREAMS_GROUP_TOPOLOGY_DESCRIPTION_UPDATE;
import static org.apache.kafka.common.protocol.ApiKeys.WRITE_TXN_MARKERS;

import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * The one table of the versions this broker can serve, by Kafka API key. A key is advertised only when
 * a handler for it is there as well, see {@link Handlers}.
 */
final class Served {

    private static final Map<ApiKeys, Versions> TABLE = new EnumMap<>(ApiKeys.class);

    static {
        // Kafka advertises produce from 0 because of old librdkafka, and refuses 0 to 2 all the same.
        TABLE.put(PRODUCE, new Versions(ApiKeys.PRODUCE_API_VERSIONS_RESPONSE_MIN_VERSION, 3, 13));
        serve(FETCH, 4, 18);
        serve(LIST_OFFSETS, 1, 11);
        serve(METADATA, 0, 13);
        serve(OFFSET_COMMIT, 2, 10);
        serve(OFFSET_FETCH, 1, 10);
        serve(FIND_COORDINATOR, 0, 6);
        serve(JOIN_GROUP, 0, 9);
        serve(HEARTBEAT, 0, 4);
        serve(LEAVE_GROUP, 0, 5);
        serve(SYNC_GROUP, 0, 5);
        serve(DESCRIBE_GROUPS, 0, 6);
        serve(LIST_GROUPS, 0, 5);
        serve(SASL_HANDSHAKE, 0, 1);
        serve(SASL_AUTHENTICATE, 0, 2);
        serve(API_VERSIONS, 0, 5);
        serve(CREATE_TOPICS, 2, 7);
        serve(DELETE_TOPICS, 1, 6);
        serve(DELETE_RECORDS, 0, 2);
        serve(INIT_PRODUCER_ID, 0, 5);
        serve(ADD_PARTITIONS_TO_TXN, 0, 5);
        serve(ADD_OFFSETS_TO_TXN, 0, 4);
        serve(END_TXN, 0, 5);
        serve(TXN_OFFSET_COMMIT, 0, 6);
        serve(DESCRIBE_TRANSACTIONS, 0, 0);
        serve(LIST_TRANSACTIONS, 0, 2);
        serve(OFFSET_FOR_LEADER_EPOCH, 2, 4);
        serve(WRITE_TXN_MARKERS, 1, 2);
        serve(DESCRIBE_PRODUCERS, 0, 0);
        serve(DESCRIBE_ACLS, 1, 3);
        serve(CREATE_ACLS, 1, 3);
        serve(DELETE_ACLS, 1, 3);
        serve(DESCRIBE_CONFIGS, 1, 4);
        serve(ALTER_CONFIGS, 0, 2);
        serve(CREATE_PARTITIONS, 0, 3);
        serve(DELETE_GROUPS, 0, 3);
        serve(ELECT_LEADERS, 0, 2);
        serve(INCREMENTAL_ALTER_CONFIGS, 0, 1);
        serve(ALTER_PARTITION_REASSIGNMENTS, 0, 1);
        serve(LIST_PARTITION_REASSIGNMENTS, 0, 0);
        serve(OFFSET_DELETE, 0, 0);
        serve(ALTER_REPLICA_LOG_DIRS, 1, 2);
        serve(DESCRIBE_LOG_DIRS, 1, 5);
        serve(CREATE_DELEGATION_TOKEN, 1, 3);
        serve(RENEW_DELEGATION_TOKEN, 1, 2);
        serve(EXPIRE_DELEGATION_TOKEN, 1, 2);
        serve(DESCRIBE_DELEGATION_TOKEN, 1, 3);
        serve(UPDATE_FEATURES, 0, 2);
        serve(UNREGISTER_BROKER, 0, 0);
        serve(LIST_CONFIG_RESOURCES, 0, 1);
        serve(ADD_RAFT_VOTER, 0, 1);
        serve(REMOVE_RAFT_VOTER, 0, 0);
        serve(UNREGISTER_CONTROLLER, 0, 0);
        serve(DESCRIBE_CLIENT_QUOTAS, 0, 1);
        serve(ALTER_CLIENT_QUOTAS, 0, 1);
        serve(DESCRIBE_USER_SCRAM_CREDENTIALS, 0, 0);
        serve(ALTER_USER_SCRAM_CREDENTIALS, 0, 0);
        serve(DESCRIBE_QUORUM, 0, 2);
        serve(DESCRIBE_CLUSTER, 0, 2);
        serve(CONSUMER_GROUP_HEARTBEAT, 0, 1);
        serve(CONSUMER_GROUP_DESCRIBE, 0, 1);
        serve(DESCRIBE_TOPIC_PARTITIONS, 0, 0);
        serve(SHARE_GROUP_HEARTBEAT, 1, 1);
        serve(SHARE_GROUP_DESCRIBE, 1, 1);
        serve(SHARE_FETCH, 1, 2);
        serve(SHARE_ACKNOWLEDGE, 1, 2);
        serve(DESCRIBE_SHARE_GROUP_OFFSETS, 0, 1);
        serve(ALTER_SHARE_GROUP_OFFSETS, 0, 0);
        serve(DELETE_SHARE_GROUP_OFFSETS, 0, 0);
        serve(STREAMS_GROUP_HEARTBEAT, 0, 1);
        serve(STREAMS_GROUP_DESCRIBE, 0, 1);
        serve(STREAMS_GROUP_TOPOLOGY_DESCRIPTION_UPDATE, 0, 0);
    }

    private Served() {}

    private static void serve(ApiKeys key, int min, int max) {
        TABLE.put(key, new Versions((short) min, (short) min, (short) max));
    }

    /** The served versions of every key in the table. */
    static Map<ApiKeys, Versions> table() {
        return new EnumMap<>(TABLE);
    }

    /**
     * Versions of one API key.
     *
     * @param advertisedMin smallest version told to clients
     * @param min smallest version answered
     * @param max largest version told and answered
     */
    record Versions(short advertisedMin, short min, short max) {
        Versions(int advertisedMin, int min, int max) {
            this((short) advertisedMin, (short) min, (short) max);
        }

        boolean contains(short version) {
            return min <= version && version <= max;
        }
    }
}
