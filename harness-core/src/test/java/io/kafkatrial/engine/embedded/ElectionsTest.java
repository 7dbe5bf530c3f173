/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.engine.TrialException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.ElectionType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may lead: eligible leader replicas (KIP-966), unclean and preferred elections. */
class ElectionsTest {

    private static final String ELR = "trial.feature.eligible.leader.replicas.version";

    /** The last but one replica leaves in good order, then the last one is killed; only the former returns. */
    private static int lastReplicaStandingFalls(Scenario scenario) {
        int leader = scenario.leader();
        List<Integer> followers = scenario.followers();
        scenario.append(leader, "acked");
        scenario.crash(followers.get(0));
        scenario.awaitSeen(leader, partition -> partition.isrNodes().size() == 2);
        scenario.append(leader, "acked too");
        scenario.stop(followers.get(1));
        scenario.awaitSeen(leader, partition -> partition.isrNodes().size() == 1);
        scenario.crash(leader);
        await().atMost(Scenario.PATIENCE).until(() -> scenario.view().leader().isEmpty());
        scenario.restart(followers.get(1));
        return followers.get(1);
    }

    @Test
    void withEligibleLeaderReplicasTheLastStandingIsNotTheOnlyHope() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of(ELR, "1"), Map.of())) {
            int returned = lastReplicaStandingFalls(scenario);

            await().atMost(Scenario.PATIENCE)
                    .until(() -> scenario.view().leader().isPresent());
            assertThat(scenario.leader()).isEqualTo(returned);
            assertThat(scenario.logEnd(returned)).as("nothing acked is lost").isEqualTo(2);
        }
    }

    @Test
    void withoutThemThePartitionWaitsForTheLastStanding() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of(ELR, "0"), Map.of())) {
            int last = scenario.leader();

            int returned = lastReplicaStandingFalls(scenario);

            scenario.awaitSeen(returned, partition -> partition.leaderId() == -1);
            assertThat(scenario.view().isr()).containsExactly(last);
        }
    }

    @Test
    void aFeatureLevelThatDoesNotExistIsRefusedBeforeTheStart() {
        assertThatThrownBy(() -> Scenario.start(Map.of(ELR, "9"), Map.of()))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining(ELR + " = 9")
                .hasMessageContaining("0, which is off, to 1");
        assertThatThrownBy(() -> Scenario.start(Map.of("trial.feature.warp", "1"), Map.of()))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("eligible.leader.replicas.version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    void anUncleanElectionLosesRecordsAndUsesTheirOffsetsAgain(String elr) throws Exception {
        Map<String, String> topic = Map.of("min.insync.replicas", "1", "unclean.leader.election.enable", "true");
        try (Scenario scenario = Scenario.start(Map.of(ELR, elr, "replica.lag.time.max.ms", "500"), topic)) {
            int former = leaveTheLeaderAloneWithItsRecord(scenario);

            scenario.crash(former);
            int unclean = scenario.awaitLeaderOtherThan(former);

            theRecordIsLost(scenario, former, unclean);
        }
    }

    @Test
    void anUncleanElectionCanBeAskedFor() throws Exception {
        Map<String, String> topic = Map.of("min.insync.replicas", "1");
        try (Scenario scenario = Scenario.start(Map.of("replica.lag.time.max.ms", "500"), topic);
                Admin admin = Clients.admin(scenario.servers())) {
            int former = leaveTheLeaderAloneWithItsRecord(scenario);
            scenario.crash(former);
            await().atMost(Scenario.PATIENCE)
                    .until(() -> scenario.view().leader().isEmpty());

            admin.electLeaders(ElectionType.UNCLEAN, Set.of(Scenario.ORDERS_0))
                    .all()
                    .get();

            theRecordIsLost(scenario, former, scenario.awaitLeaderOtherThan(former));
        }
    }

    private static int leaveTheLeaderAloneWithItsRecord(Scenario scenario) {
        int leader = scenario.leader();
        assertThat(scenario.append(leader, "kept")).isZero();
        scenario.cutFollowers();
        assertThat(scenario.append(leader, "lost")).isEqualTo(1);
        scenario.awaitSeen(leader, partition -> partition.isrNodes().size() == 1);
        assertThat(scenario.highWatermark(leader)).as("a consumer could see it").isEqualTo(2);
        return leader;
    }

    private static void theRecordIsLost(Scenario scenario, int former, int unclean) {
        assertThat(scenario.append(unclean, "instead")).isEqualTo(1);
        scenario.mend(former);
        scenario.restart(former);
        scenario.heal();
        assertThat(scenario.consume(2)).containsExactly("kept", "instead");
    }

    /** Its former session forbids it to come in, and until it is in nobody reaches it: no follower copies its empty log. */
    @Test
    void aLeaderThatIsBackEmptyBeforeItsSessionIsOverEmptiesNobody() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of(), Map.of())) {
            int leader = scenario.leader();
            scenario.append(leader, "acked");

            scenario.wipe(leader);
            scenario.restart(leader);

            scenario.awaitLeaderOtherThan(leader);
            scenario.heal();
            assertThat(scenario.consume(1)).containsExactly("acked");
        }
    }

    @Test
    void aPreferredElectionBringsTheFirstReplicaBack() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of(), Map.of());
                Admin admin = Clients.admin(scenario.servers())) {
            int preferred = scenario.view().replicas().get(0);
            assertThat(scenario.leader()).isEqualTo(preferred);
            scenario.crash(preferred);
            scenario.awaitLeaderOtherThan(preferred);
            scenario.restart(preferred);
            scenario.heal();
            int epoch = scenario.view().leaderEpoch();
            assertThat(scenario.leader()).isNotEqualTo(preferred);

            admin.electLeaders(ElectionType.PREFERRED, Set.of(Scenario.ORDERS_0))
                    .all()
                    .get();

            assertThat(scenario.leader()).isEqualTo(preferred);
            assertThat(scenario.view().leaderEpoch()).isEqualTo(epoch + 1);
        }
    }
}
