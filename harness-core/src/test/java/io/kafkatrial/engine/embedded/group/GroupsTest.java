/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.metadata.ConfigRecord;
import org.apache.kafka.common.metadata.RemoveTopicRecord;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class GroupsTest {

    private static final byte[] ASSIGNMENT = {1, 2, 3};

    private final MemoryLog disk = new MemoryLog();
    private final BrokerFixture broker = new BrokerFixture(1, disk);

    @Test
    void classicMemberJoinsSyncsAndKeepsItsSession() {
        // Given
        broker.elected(0);

        // When
        JoinGroupResponseData joined = broker.joined("g");
        SyncGroupResponseData synced = broker.sync("g", joined, ASSIGNMENT);

        // Then
        assertThat(Errors.forCode(joined.errorCode())).isEqualTo(Errors.NONE);
        assertThat(joined.leader()).isEqualTo(joined.memberId());
        assertThat(synced.assignment()).isEqualTo(ASSIGNMENT);
        for (int i = 0; i < 20; i++) {
            broker.loop.advance(900);
            assertThat(broker.heartbeat("g", joined)).isEqualTo(Errors.NONE);
        }
    }

    @Test
    void silentMemberLosesItsSessionAtItsTimeoutAndNotBefore() {
        // Given
        broker.elected(0);
        JoinGroupResponseData joined = broker.joined("g");
        broker.sync("g", joined, ASSIGNMENT);

        // When
        broker.loop.advance(999);
        Errors before = broker.heartbeat("g", joined);
        broker.loop.advance(1001);
        Errors after = broker.heartbeat("g", joined);

        // Then
        assertThat(before).isEqualTo(Errors.NONE);
        assertThat(after).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void secondMemberMakesTheFirstRejoin() {
        // Given
        broker.elected(0);
        JoinGroupResponseData first = broker.joined("g");
        broker.sync("g", first, ASSIGNMENT);

        // When
        String second = broker.now(broker.join("g", "")).memberId();
        CompletableFuture<JoinGroupResponseData> secondJoin = broker.join("g", second);
        broker.loop.runAll();

        // Then
        assertThat(secondJoin).isNotDone();
        assertThat(broker.heartbeat("g", first)).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
        JoinGroupResponseData again = broker.now(broker.join("g", first.memberId()));
        assertThat(again.generationId()).isEqualTo(first.generationId() + 1);
        assertThat(again.members()).hasSize(2);
        assertThat(secondJoin.join().generationId()).isEqualTo(again.generationId());
    }

    @Test
    void commitIsAnsweredReadBackAndToldToTheListener() {
        // Given
        broker.elected(0);

        // When
        OffsetCommitResponseData response = broker.now(broker.commit("g", 42));

        // Then
        assertThat(BrokerFixture.error(response)).isEqualTo(Errors.NONE);
        assertThat(broker.committed("g")).isEqualTo(42);
        assertThat(broker.commits).containsExactly("g orders-0@42");
    }

    @Test
    void commitWaitsForTheHighWatermark() {
        // Given
        broker.elected(0);
        disk.holdHighWatermark();

        // When
        CompletableFuture<OffsetCommitResponseData> response = broker.commit("g", 42);
        broker.loop.advance(4999);

        // Then
        assertThat(response).isNotDone();
        assertThat(broker.commits).isEmpty();
        disk.releaseHighWatermark(broker.groups);
        assertThat(BrokerFixture.error(broker.now(response))).isEqualTo(Errors.NONE);
        assertThat(broker.commits).containsExactly("g orders-0@42");
    }

    @Test
    void commitThatIsNeverReplicatedTimesOutAndIsNotTold() {
        // Given
        broker.elected(0);
        disk.holdHighWatermark();

        // When
        CompletableFuture<OffsetCommitResponseData> response = broker.commit("g", 42);
        broker.loop.advance(5001);

        // Then
        assertThat(BrokerFixture.error(broker.now(response))).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(broker.commits).isEmpty();
    }

    @Test
    void commitOfAnUnknownMemberIsRefusedAndNotTold() {
        // Given
        broker.elected(0);
        JoinGroupResponseData joined = broker.joined("g");
        broker.sync("g", joined, ASSIGNMENT);

        // When
        OffsetCommitResponseData stale = broker.now(broker.commit("g", "stranger", joined.generationId(), 42));

        // Then
        assertThat(BrokerFixture.error(stale)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(broker.commits).isEmpty();
    }

    @Test
    void memberOfAConsumerGroupGetsAllPartitionsAtItsFirstHeartbeat() {
        // Given
        broker.elected(0);

        // When
        ConsumerGroupHeartbeatResponseData response = broker.heartbeat848("g", "member-1", 0);

        // Then
        assertThat(response.errorMessage()).isNull();
        assertThat(response.heartbeatIntervalMs()).isEqualTo(300);
        assertThat(response.assignment().topicPartitions()).singleElement().satisfies(topic -> {
            assertThat(topic.topicId()).isEqualTo(BrokerFixture.TOPIC_ID);
            assertThat(topic.partitions()).containsExactlyInAnyOrder(0, 1, 2, 3);
        });
    }

    @Test
    void silentMemberOfAConsumerGroupIsRemovedAfterItsSession() {
        // Given
        broker.elected(0);
        int epoch = broker.heartbeat848("g", "member-1", 0).memberEpoch();

        // When
        broker.loop.advance(9_999);
        short before = broker.heartbeat848("g", "member-1", epoch).errorCode();
        broker.loop.advance(10_001);
        short after = broker.heartbeat848("g", "member-1", epoch).errorCode();

        // Then
        assertThat(Errors.forCode(before)).isEqualTo(Errors.NONE);
        assertThat(Errors.forCode(after)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void logThatRefusesTheAppendFailsTheCommit() {
        // Given
        broker.elected(0);
        broker.log.stopLeading();

        // When
        OffsetCommitResponseData response = broker.now(broker.commit("g", 1));

        // Then
        assertThat(BrokerFixture.error(response)).isEqualTo(Errors.NOT_COORDINATOR);
        assertThat(broker.commits).isEmpty();
    }

    @Test
    void settingsOfAGroupCountFromTheNextHeartbeatOn() {
        // Given
        broker.elected(0);
        int epoch = broker.heartbeat848("g", "member-1", 0).memberEpoch();

        // When
        broker.change(delta -> delta.replay(new ConfigRecord()
                .setResourceType(ConfigResource.Type.GROUP.id())
                .setResourceName("g")
                .setName("consumer.heartbeat.interval.ms")
                .setValue("77")));

        // Then
        assertThat(broker.heartbeat848("g", "member-1", epoch).heartbeatIntervalMs())
                .isEqualTo(77);
        assertThat(broker.heartbeat848("h", "member-1", 0).heartbeatIntervalMs())
                .isEqualTo(300);
    }

    @Test
    void settingsOfAGroupFromBeforeTheFirstRequestCountToo() {
        // Given
        broker.change(delta -> delta.replay(new ConfigRecord()
                .setResourceType(ConfigResource.Type.GROUP.id())
                .setResourceName("g")
                .setName("consumer.heartbeat.interval.ms")
                .setValue("77")));

        // When
        broker.elected(0);

        // Then
        assertThat(broker.heartbeat848("g", "member-1", 0).heartbeatIntervalMs())
                .isEqualTo(77);
    }

    @Test
    void offsetsOfADeletedTopicAreForgotten() {
        // Given
        broker.elected(0);
        broker.now(broker.commit("g", 42));

        // When
        broker.change(delta -> delta.replay(new RemoveTopicRecord().setTopicId(BrokerFixture.TOPIC_ID)));

        // Then
        assertThat(broker.committed("g")).isEqualTo(-1);
    }
}
