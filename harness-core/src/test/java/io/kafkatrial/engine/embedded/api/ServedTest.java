/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.embedded.api.Served.Versions;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;

class ServedTest {

    /** Tier 1 of the table of API keys we promise, without transactions, and what came with it. */
    private static final String PROMISED =
            """
            0 PRODUCE 3-13
            1 FETCH 4-18
            2 LIST_OFFSETS 1-11
            3 METADATA 0-13
            8 OFFSET_COMMIT 2-10
            9 OFFSET_FETCH 1-10
            10 FIND_COORDINATOR 0-6
            11 JOIN_GROUP 0-9
            12 HEARTBEAT 0-4
            13 LEAVE_GROUP 0-5
            14 SYNC_GROUP 0-5
            15 DESCRIBE_GROUPS 0-6
            16 LIST_GROUPS 0-5
            18 API_VERSIONS 0-5
            19 CREATE_TOPICS 2-7
            20 DELETE_TOPICS 1-6
            21 DELETE_RECORDS 0-2
            22 INIT_PRODUCER_ID 0-5
            23 OFFSET_FOR_LEADER_EPOCH 2-4
            24 ADD_PARTITIONS_TO_TXN 0-5
            25 ADD_OFFSETS_TO_TXN 0-4
            26 END_TXN 0-5
            27 WRITE_TXN_MARKERS 1-2
            28 TXN_OFFSET_COMMIT 0-6
            29 DESCRIBE_ACLS 1-3
            30 CREATE_ACLS 1-3
            31 DELETE_ACLS 1-3
            32 DESCRIBE_CONFIGS 1-4
            33 ALTER_CONFIGS 0-2
            34 ALTER_REPLICA_LOG_DIRS 1-2
            35 DESCRIBE_LOG_DIRS 1-5
            37 CREATE_PARTITIONS 0-3
            38 CREATE_DELEGATION_TOKEN 1-3
            39 RENEW_DELEGATION_TOKEN 1-2
            40 EXPIRE_DELEGATION_TOKEN 1-2
            41 DESCRIBE_DELEGATION_TOKEN 1-3
            42 DELETE_GROUPS 0-3
            43 ELECT_LEADERS 0-2
            44 INCREMENTAL_ALTER_CONFIGS 0-1
            45 ALTER_PARTITION_REASSIGNMENTS 0-1
            46 LIST_PARTITION_REASSIGNMENTS 0-0
            47 OFFSET_DELETE 0-0
            48 DESCRIBE_CLIENT_QUOTAS 0-1
            49 ALTER_CLIENT_QUOTAS 0-1
            50 DESCRIBE_USER_SCRAM_CREDENTIALS 0-0
            51 ALTER_USER_SCRAM_CREDENTIALS 0-0
            55 DESCRIBE_QUORUM 0-2
            57 UPDATE_FEATURES 0-2
            60 DESCRIBE_CLUSTER 0-2
            61 DESCRIBE_PRODUCERS 0-0
            64 UNREGISTER_BROKER 0-0
            65 DESCRIBE_TRANSACTIONS 0-0
            66 LIST_TRANSACTIONS 0-2
            68 CONSUMER_GROUP_HEARTBEAT 0-1
            69 CONSUMER_GROUP_DESCRIBE 0-1
            74 LIST_CONFIG_RESOURCES 0-1
            75 DESCRIBE_TOPIC_PARTITIONS 0-0
            76 SHARE_GROUP_HEARTBEAT 1-1
            77 SHARE_GROUP_DESCRIBE 1-1
            78 SHARE_FETCH 1-2
            79 SHARE_ACKNOWLEDGE 1-2
            80 ADD_RAFT_VOTER 0-1
            81 REMOVE_RAFT_VOTER 0-0
            88 STREAMS_GROUP_HEARTBEAT 0-1
            89 STREAMS_GROUP_DESCRIBE 0-1
            90 DESCRIBE_SHARE_GROUP_OFFSETS 0-1
            91 ALTER_SHARE_GROUP_OFFSETS 0-0
            92 DELETE_SHARE_GROUP_OFFSETS 0-0
            93 STREAMS_GROUP_TOPOLOGY_DESCRIPTION_UPDATE 0-0
            94 UNREGISTER_CONTROLLER 0-0
            """;

    @Test
    void tableIsWhatWePromised() {
        String served = new TreeMap<>(Served.table())
                .entrySet().stream()
                        .map(it -> it.getKey().id + " " + it.getKey() + " " + range(it.getValue()))
                        .collect(Collectors.joining("\n", "", "\n"));

        assertThat(served).isEqualTo(PROMISED);
    }

    @Test
    void onlyProduceIsAdvertisedBelowWhatIsServed() {
        Served.table().forEach((key, versions) -> assertThat(versions.advertisedMin())
                .as("%s", key)
                .isEqualTo(key == ApiKeys.PRODUCE ? 0 : versions.min()));
    }

    @Test
    void nothingIsServedThatKafkaHasNotReleased() {
        Served.table().forEach((key, versions) -> {
            assertThat(versions.max()).as("%s", key).isLessThanOrEqualTo(key.latestVersion(false));
            assertThat(versions.min()).as("%s", key).isGreaterThanOrEqualTo(key.oldestVersion());
        });
    }

    private static String range(Versions versions) {
        return versions.min() + "-" + versions.max();
    }
}
