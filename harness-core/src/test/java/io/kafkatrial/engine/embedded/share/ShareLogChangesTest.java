/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.kafka.common.errors.InvalidShareSessionEpochException;
import org.apache.kafka.common.errors.ShareSessionLimitReachedException;
import org.apache.kafka.common.errors.ShareSessionNotFoundException;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** Sizes of what is acquired, limits, a log that changes under a group, and sessions. */
class ShareLogChangesTest {

    private static final int ACCEPT = 1;
    private static final int RELEASE = 2;

    private final ShareFixture shared = new ShareFixture();

    @Test
    void exactMemberGetsNoMoreThanItAsksFor() {
        shared.exactly();
        shared.append(10);

        assertThat(shared.fetch("a", 4)).containsExactly("0-3x1");
        assertThat(shared.fetch("b", 4)).containsExactly("4-7x1");
        shared.acknowledge("a", 0, 3, RELEASE);
        assertThat(shared.fetch("c", 3)).containsExactly("0-2x2");
    }

    @Test
    void batchesOfTheLogAreKeptTogetherUpToTheBatchSize() {
        shared.batchSize(4);
        for (int i = 0; i < 4; i++) {
            shared.append(3);
        }

        assertThat(shared.fetch("a")).containsExactly("0-5x1", "6-11x1");
    }

    @Test
    void noMoreThanTheLimitIsInFlight() {
        shared.set("share.partition.max.record.locks", "100");
        for (int i = 0; i < 4; i++) {
            shared.append(40);
        }

        assertThat(shared.fetch("a", 60)).containsExactly("0-79x1");
        assertThat(shared.fetch("b", 60)).containsExactly("80-119x1");
        assertThat(shared.fetch("c", 60)).isEmpty();
        shared.acknowledge("a", 0, 79, ACCEPT);
        assertThat(shared.fetch("c", 60)).containsExactly("120-159x1");
    }

    @Test
    void atTheLimitWhatWasGivenBackComesAgain() {
        shared.set("share.partition.max.record.locks", "100");
        shared.append(100);
        shared.append(100);
        shared.fetch("a", 500);
        shared.acknowledge("a", 50, 50, RELEASE);

        assertThat(shared.fetch("b", 500)).containsExactly("50-50x2");
    }

    @Test
    void groupBeginsAtTheEndUnlessItIsToldOtherwise() {
        shared.set("share.auto.offset.reset", "latest");
        shared.append(5);
        assertThat(shared.fetch("a")).isEmpty();

        shared.append(5);

        assertThat(shared.fetch("a")).containsExactly("5-9x1");
    }

    @Test
    void groupGoesOnWhereTheLogBeginsNow() {
        shared.append(5);
        shared.append(5);
        shared.fetch("a", 1);
        shared.acknowledge("a", 0, 4, RELEASE);
        shared.deleteBefore(5);

        assertThat(shared.fetch("a")).isEmpty();
        assertThat(shared.fetch("a")).containsExactly("5-9x1");
        assertThat(shared.acknowledge("a", 5, 9, ACCEPT)).isEqualTo(Errors.NONE);
    }

    @Test
    void batchThatWasCompactedAwayHoldsNothingUp() {
        shared.append(5);
        shared.append(5);
        shared.fetch("a", 1);
        shared.acknowledge("a", 0, 4, RELEASE);
        shared.compact(0);

        assertThat(shared.fetch("a")).containsExactly("5-9x1");
        shared.acknowledge("a", 5, 9, ACCEPT);
        shared.failOver();
        assertThat(shared.fetch("a")).isEmpty();
    }

    @Test
    void abortedRecordsAreNotDeliveredToReadersOfCommittedOnes() {
        shared.set("share.isolation.level", "read_committed");
        shared.append(3);
        shared.append(3, 77);
        shared.append(3);
        shared.abort(77, 3);

        assertThat(shared.fetch("a")).containsExactly("0-2x1", "6-8x1");
        shared.acknowledge("a", 0, 2, ACCEPT);
        shared.acknowledge("a", 6, 8, ACCEPT);
        shared.append(1);
        assertThat(shared.fetch("a")).containsExactly("9-9x1");
    }

    @Test
    void sessionGoesThroughItsEpochs() {
        var jobs = List.of(ShareFixture.JOBS);
        shared.leader.open(session("a", 0), jobs, List.of(), false);
        shared.leader.open(session("a", 1), List.of(), List.of(), false);
        shared.leader.acknowledgeIn(session("a", 2));

        assertThatThrownBy(() -> shared.leader.open(session("a", 2), List.of(), List.of(), false))
                .isInstanceOf(InvalidShareSessionEpochException.class);
        assertThatThrownBy(() -> shared.leader.open(session("b", 1), List.of(), List.of(), false))
                .isInstanceOf(ShareSessionNotFoundException.class);
        assertThatThrownBy(() -> shared.leader.acknowledgeIn(session("b", -1)))
                .isInstanceOf(ShareSessionNotFoundException.class);
        assertThatThrownBy(() -> shared.leader.acknowledgeIn(session("a", 0)))
                .isInstanceOf(InvalidShareSessionEpochException.class);
    }

    @Test
    void thereAreNoMoreSessionsThanConfigured() {
        for (int i = 0; i < 2000; i++) {
            shared.leader.open(session("member-" + i, 0), List.of(), List.of(), false);
        }

        assertThatThrownBy(() -> shared.leader.open(session("late", 0), List.of(), List.of(), false))
                .isInstanceOf(ShareSessionLimitReachedException.class);
        shared.leader.open(session("member-7", 0), List.of(), List.of(), false);
    }

    @Test
    void connectionTakesItsSessionAlong() {
        shared.append(5);
        shared.leader.open(session("a", 0), List.of(ShareFixture.JOBS), List.of(), false);
        shared.leader.open(session("b", 0), List.of(ShareFixture.JOBS), List.of(), false);
        shared.fetch("a");

        shared.leader.onDisconnected("connection of a");

        assertThat(shared.fetch("b")).containsExactly("0-4x2");
        assertThatThrownBy(() -> shared.leader.open(session("a", 1), List.of(), List.of(), false))
                .isInstanceOf(ShareSessionNotFoundException.class);
    }

    private static ShareLeader.Session session(String member, int epoch) {
        return new ShareLeader.Session(ShareFixture.GROUP, member, epoch, "connection of " + member);
    }
}
