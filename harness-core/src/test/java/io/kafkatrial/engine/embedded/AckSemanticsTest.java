/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** What an acknowledgement promises, and what it does not. */
class AckSemanticsTest {

    @Test
    void notEnoughReplicasRefusesBeforeTheAppend() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of(), Map.of())) {
            int leader = scenario.leader();
            scenario.append(leader, "before");
            scenario.followers().forEach(scenario::crash);
            scenario.awaitSeen(leader, partition -> partition.isrNodes().size() == 1);

            assertThat(scenario.tryAppend(leader, -1, "all")).isEqualTo(Errors.NOT_ENOUGH_REPLICAS);
            assertThat(scenario.logEnd(leader)).as("nothing appended").isEqualTo(1);
            assertThat(scenario.tryAppend(leader, 1, "one")).isEqualTo(Errors.NONE);
            assertThat(scenario.logEnd(leader)).isEqualTo(2);
        }
    }

    @Test
    void aRequestThatTimesOutHasItsRecordInTheLog() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of("replica.lag.time.max.ms", "60000"), Map.of())) {
            int leader = scenario.leader();
            scenario.cutFollowers();

            PartitionProduceResponse answer = scenario.produce(leader, -1, 50, WireRequests.records("late"));

            assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.REQUEST_TIMED_OUT);
            assertThat(scenario.logEnd(leader)).as("appended").isEqualTo(1);
            assertThat(scenario.highWatermark(leader)).as("not committed").isZero();
            scenario.mend(leader);
            await().atMost(Scenario.PATIENCE).untilAsserted(() -> assertThat(scenario.highWatermark(leader))
                    .isEqualTo(1));
            assertThat(scenario.consume(1)).containsExactly("late");
        }
    }

    /** Since the high watermark stands still below min.insync.replicas (KIP-966), such a request times out. */
    @Test
    void aRequestWhoseReplicasFallAwayAfterTheAppendIsNotAcked() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of("replica.lag.time.max.ms", "500"), Map.of())) {
            int leader = scenario.leader();
            scenario.append(leader, "before");
            scenario.cutFollowers();

            PartitionProduceResponse answer = scenario.produce(leader, -1, 1_500, WireRequests.records("orphan"));

            assertThat(Errors.forCode(answer.errorCode()))
                    .isIn(Errors.REQUEST_TIMED_OUT, Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND);
            assertThat(scenario.logEnd(leader)).as("appended").isEqualTo(2);
            assertThat(scenario.highWatermark(leader)).as("not committed").isEqualTo(1);
            scenario.awaitSeen(leader, partition -> partition.isrNodes().size() < 2);
            assertThat(scenario.tryAppend(leader, -1, "next")).isEqualTo(Errors.NOT_ENOUGH_REPLICAS);
        }
    }

    @Test
    void aRecordAckedByItsLeaderAloneIsLostWithIt() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of("replica.lag.time.max.ms", "60000"), Map.of())) {
            int first = scenario.leader();
            scenario.append(first, "kept");
            scenario.cutFollowers();
            PartitionProduceResponse acked = scenario.produce(first, 1, 30_000, WireRequests.records("lost"));
            assertThat(Errors.forCode(acked.errorCode())).isEqualTo(Errors.NONE);
            assertThat(acked.baseOffset()).isEqualTo(1);

            scenario.crash(first);
            int second = scenario.awaitLeaderOtherThan(first);

            assertThat(scenario.append(second, "instead"))
                    .as("the offset is used again")
                    .isEqualTo(1);
            scenario.mend(first);
            scenario.restart(first);
            scenario.heal();
            assertThat(scenario.consume(2)).containsExactly("kept", "instead");
            scenario.crash(second);
            scenario.awaitLeaderOtherThan(second);
            assertThat(scenario.consume(2)).as("whoever leads").containsExactly("kept", "instead");
        }
    }

    @Test
    void acksAllSurvivesEveryLeaderInTurn() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of(), Map.of())) {
            for (int round = 0; round < 3; round++) {
                int leader = scenario.leader();
                assertThat(scenario.append(leader, "round " + round)).isEqualTo(round);
                scenario.crash(leader);
                scenario.awaitLeaderOtherThan(leader);
                scenario.restart(leader);
                scenario.heal();
            }
            assertThat(scenario.consume(3)).containsExactly("round 0", "round 1", "round 2");
        }
    }
}
