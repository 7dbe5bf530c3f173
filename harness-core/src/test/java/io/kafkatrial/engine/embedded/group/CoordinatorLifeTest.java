/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.TrialException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class CoordinatorLifeTest {

    private static final byte[] ASSIGNMENT = {1, 2, 3};

    private final MemoryLog disk = new MemoryLog();
    private final BrokerFixture broker = new BrokerFixture(1, disk);

    @Test
    void nextCoordinatorHasTheGroupsAndTheirOffsets() {
        // Given
        broker.elected(0);
        JoinGroupResponseData joined = broker.joined("g");
        broker.sync("g", joined, ASSIGNMENT);
        broker.now(broker.commit("g", joined.memberId(), joined.generationId(), 7));
        int epoch = broker.heartbeat848("h", "member-1", 0).memberEpoch();

        // When the broker is dropped, loop and all
        BrokerFixture next = new BrokerFixture(2, disk).elected(1);

        // Then
        assertThat(next.committed("g")).isEqualTo(7);
        assertThat(next.heartbeat("g", joined)).isEqualTo(Errors.NONE);
        assertThat(Errors.forCode(next.heartbeat848("h", "member-1", epoch).errorCode()))
                .isEqualTo(Errors.NONE);
    }

    @Test
    void loadedOffsetBecomesVisibleWhenItsRecordIsCommitted() {
        // Given
        broker.elected(0);
        broker.now(broker.commit("g", 1));
        disk.holdHighWatermark();
        CompletableFuture<OffsetCommitResponseData> unanswered = broker.commit("g", 2);
        broker.loop.runAll();

        // When
        BrokerFixture next = new BrokerFixture(2, disk).elected(1);

        // Then
        assertThat(unanswered).isNotDone();
        assertThat(next.committed("g")).isEqualTo(1);
        disk.releaseHighWatermark(next.groups);
        next.loop.runAll();
        assertThat(next.committed("g")).isEqualTo(2);
    }

    @Test
    void highWatermarkThatMovesBetweenLoadAndActivationIsNotMissed() {
        // Given a record that is not committed while the next coordinator reads it
        broker.elected(0);
        disk.holdHighWatermark();
        broker.commit("g", 2);
        broker.loop.runAll();
        BrokerFixture next = new BrokerFixture(2, disk);
        int partition = next.groups.coordinatorPartition("g");

        // When
        next.groups.onLeader(partition, 1);
        next.loop.execute(() -> next.loop.execute(() -> disk.releaseHighWatermark(next.groups)));
        next.loop.runAll();

        // Then
        assertThat(next.committed("g")).isEqualTo(2);
    }

    @Test
    void resignationAnswersPendingJoinsWithNotCoordinator() {
        // Given
        broker.elected(0);
        JoinGroupResponseData first = broker.joined("g");
        broker.sync("g", first, ASSIGNMENT);
        String second = broker.now(broker.join("g", "")).memberId();
        CompletableFuture<JoinGroupResponseData> pending = broker.join("g", second);
        broker.loop.runAll();
        assertThat(pending).isNotDone();

        // When
        broker.resign(1);

        // Then
        assertThat(Errors.forCode(broker.now(pending).errorCode())).isEqualTo(Errors.NOT_COORDINATOR);
        assertThat(broker.heartbeat("g", first)).isEqualTo(Errors.NOT_COORDINATOR);
    }

    @Test
    void requestsDuringTheLoadAreToldToWait() {
        // Given
        broker.elected(0);
        broker.now(broker.commit("g", 1));
        BrokerFixture next = new BrokerFixture(2, disk);

        // When
        next.groups.onLeader(next.groups.coordinatorPartition("g"), 1);
        CompletableFuture<OffsetCommitResponseData> early = next.commit("g", 2);
        next.loop.runAll();

        // Then
        assertThat(BrokerFixture.error(early.join())).isEqualTo(Errors.COORDINATOR_LOAD_IN_PROGRESS);
        assertThat(next.committed("g")).isEqualTo(1);
    }

    @Test
    void longLogIsLoadedInChunks() {
        // Given
        broker.elected(0);
        for (int i = 0; i < 4_000; i++) {
            broker.commit("g", i);
        }
        broker.loop.runAll();

        // When
        BrokerFixture next = new BrokerFixture(2, disk).elected(1);

        // Then
        assertThat(next.committed("g")).isEqualTo(3_999);
        assertThat(next.log.reads()).hasSizeGreaterThan(1).allMatch(size -> size <= 256 * 1024);
    }

    @Test
    void leadershipLostAndWonDuringALoadEndsInOneLoad() {
        // Given
        broker.elected(0);
        for (int i = 0; i < 4_000; i++) {
            broker.commit("g", i);
        }
        broker.loop.runAll();
        BrokerFixture next = new BrokerFixture(2, disk);
        int partition = next.groups.coordinatorPartition("g");

        // When
        next.groups.onLeader(partition, 1);
        next.loop.execute(() -> {
            next.groups.onResigned(partition, OptionalInt.of(2));
            next.groups.onLeader(partition, 3);
        });
        next.loop.runAll();

        // Then
        assertThat(next.committed("g")).isEqualTo(3_999);
        assertThat(BrokerFixture.error(next.now(next.commit("g", 5_000)))).isEqualTo(Errors.NONE);
    }

    @Test
    void nothingIsBuiltBeforeItIsNeeded() {
        // Given
        Map<String, String> impossible = Map.of("group.consumer.session.timeout.ms", "1");

        // When
        BrokerFixture idle = new BrokerFixture(1, disk, impossible);
        idle.groups.onHighWatermark(0, 5);
        idle.groups.onResigned(0, OptionalInt.of(1));

        // Then
        assertThat(idle.groups.coordinatorPartition("g")).isBetween(0, 3);
        assertThatThrownBy(() -> idle.groups.coordinator())
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("group.consumer");
    }

    @Test
    void shutdownLeavesNoTimerAndRefusesWhatComesLater() {
        // Given
        broker.elected(0);
        JoinGroupResponseData joined = broker.joined("g");
        broker.sync("g", joined, ASSIGNMENT);
        assertThat(broker.loop.alarms()).isEqualTo(1);

        // When
        broker.groups.shutdown();
        broker.groups.shutdown();
        broker.loop.runAll();

        // Then
        assertThat(broker.loop.alarms()).isZero();
        assertThat(BrokerFixture.error(broker.now(broker.commit("g", 1)))).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(broker.heartbeat("g", joined)).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
    }

    @Test
    void brokerThatNeverCoordinatedCanBeShutDownToo() {
        // When
        broker.groups.shutdown();

        // Then
        assertThatThrownBy(() -> broker.groups.coordinator()).isInstanceOf(CoordinatorNotAvailableException.class);
    }

    @Test
    void coordinatorHasNoThreadAndNoManagementBean() {
        // Given
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        // When
        BrokerFixture busy = new BrokerFixture(1, disk).elected(0);
        JoinGroupResponseData joined = busy.joined("g");
        busy.sync("g", joined, ASSIGNMENT);
        busy.heartbeat848("h", "member-1", 0);
        busy.now(busy.groups.coordinator().describeGroups(BrokerFixture.caller(ApiKeys.DESCRIBE_GROUPS), List.of("g")));
        busy.loop.advance(60_000);

        // Then
        assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(null, null))
                .noneMatch(name -> name.toString().contains("coordinator"));
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !before.contains(thread))
                .filteredOn(thread -> thread.getName().matches("(?i).*(group|coordinator|metrics|kafka|timer|pool).*"))
                .isEmpty();
    }
}
