/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSpecTest {

    private static ClusterSpec spec(int brokers, Map<String, String> config, TopicSpec... topics) {
        return new ClusterSpec(brokers, 1, List.of(topics), config, Map.of(), OptionalInt.empty(), 1);
    }

    private static ClusterSpec port(int port) {
        return new ClusterSpec(3, 1, List.of(), Map.of(), Map.of(), OptionalInt.of(port), 1);
    }

    private static TopicSpec topic(String name, int partitions, int replicas) {
        return new TopicSpec(name, partitions, OptionalInt.of(replicas), Map.of());
    }

    private static Arguments of(ThrowingCallable mistake, String message) {
        return Arguments.of(mistake, message);
    }

    static Stream<Arguments> badShapes() {
        return Stream.of(
                of(
                        () -> spec(0, Map.of()),
                        "brokers = 0 is not possible: a cluster has 1 to 9 brokers. Set brokers to a"
                                + " number from 1 to 9."),
                of(
                        () -> spec(10, Map.of()),
                        "brokers = 10 is not possible: a cluster has 1 to 9 brokers. Set brokers"
                                + " to a number from 1 to 9."),
                of(
                        () -> new ClusterSpec(3, 0, List.of(), Map.of(), Map.of(), OptionalInt.empty(), 1),
                        "controllers = 0 is not possible: a cluster has 1 to 9 controllers. Set controllers to a number"
                                + " from 1 to 9, best an odd one."),
                of(
                        () -> port(65534),
                        "port = 65534 is not possible: 3 brokers take the ports 65534 to 65536, and ports"
                                + " go from 1 to 65535. Choose another port, or none to get free ones."),
                of(
                        () -> port(0),
                        "port = 0 is not possible: 3 brokers take the ports 0 to 2, and ports go from 1 to"
                                + " 65535. Choose another port, or none to get free ones."),
                of(
                        () -> new ClusterSpec(
                                3, 1, List.of(), Map.of(), Map.of(4, Map.of("a", "b")), OptionalInt.empty(), 1),
                        "the configuration of broker 4 names broker 4, which does not exist: the cluster has the"
                                + " brokers 1 to 3. Name one of them."));
    }

    static Stream<Arguments> badReplicas() {
        return Stream.of(
                of(
                        () -> spec(3, Map.of(), topic("orders", 1, 4)),
                        "replication factor of topic orders = 4 is not"
                                + " possible: the cluster has only 3 brokers, and each replica needs its own. Lower it to 3 or"
                                + " start 4 brokers."),
                of(
                        () -> spec(3, Map.of(), topic("orders", 1, 0)),
                        "replication factor of topic orders = 0 is not"
                                + " possible: every partition needs at least one replica. Set it to 1 or more, or leave it"
                                + " out."),
                of(
                        () -> spec(1, Map.of("default.replication.factor", "2")),
                        "default.replication.factor of brokers = 2"
                                + " is not possible: the cluster has only 1 broker, and each replica needs its own. Lower it to"
                                + " 1 or start 2 brokers."),
                of(
                        () -> spec(3, Map.of("min.insync.replicas", "2"), topic("orders", 1, 1)),
                        "min.insync.replicas of"
                                + " brokers = 2 is not possible for topic orders: it has only 1 replica, and Kafka asks for"
                                + " no more than there are, so acks=all would promise less than it says. Lower min.insync.replicas to 1 or raise the replication factor of"
                                + " orders to 2."),
                of(
                        () -> spec(
                                3,
                                Map.of(),
                                new TopicSpec("orders", 1, OptionalInt.of(2), Map.of("min.insync.replicas", "3"))),
                        "min.insync.replicas of topic orders = 3 is not possible for topic orders: it has only 2"
                                + " replicas, and Kafka asks for no more than there are, so acks=all would promise less than it says. Lower min.insync.replicas to 2 or"
                                + " raise the replication factor of orders to 3."),
                of(
                        () -> spec(3, Map.of("min.insync.replicas", "two")),
                        "min.insync.replicas of brokers = 'two' is not"
                                + " possible: it must be a whole number of at least 1. Correct it or leave it out."));
    }

    static Stream<Arguments> badNames() {
        return Stream.of(
                of(
                        () -> spec(3, Map.of(), topic("orders", 0, 3)),
                        "partitions of topic orders = 0 is not possible: a"
                                + " topic has at least one partition. Set it to 1 or more."),
                of(
                        () -> spec(3, Map.of(), topic("", 1, 3)),
                        "topic name '' is not possible: it is empty. Use 1 to 249"
                                + " of letters, digits, '.', '_' and '-'."),
                of(
                        () -> spec(3, Map.of(), topic("..", 1, 3)),
                        "topic name '..' is not possible: Kafka reserves it. Use"
                                + " 1 to 249 of letters, digits, '.', '_' and '-'."),
                of(
                        () -> spec(3, Map.of(), topic("or ders", 1, 3)),
                        "topic name 'or ders' is not possible: it has other"
                                + " characters. Use 1 to 249 of letters, digits, '.', '_' and '-'."),
                of(
                        () -> spec(3, Map.of(), topic("o", 1, 3), topic("o", 2, 3)),
                        "topic o is declared twice: a cluster"
                                + " has one topic of a name. Remove one of the two declarations."),
                of(
                        () -> spec(3, Map.of(), topic("a.b", 1, 3), topic("a_b", 1, 3)),
                        "topics a.b and a_b collide: Kafka"
                                + " takes no two topics that differ only in '.' and '_'. Rename one of them."),
                of(
                        () -> spec(3, Map.of("node.id", "7")),
                        "broker config node.id = '7' is not possible: the harness"
                                + " owns this key (brokers are numbered 1 to N; choose N with brokers). Remove it."),
                of(
                        () -> spec(3, Map.of(" ", "7")),
                        "a configuration key of brokers is blank: Kafka knows no such key."
                                + " Write KEY=VALUE with one of Kafka's broker configuration names."));
    }

    @ParameterizedTest
    @MethodSource({"badShapes", "badReplicas", "badNames"})
    void impossibleSpecIsRefusedWithTheOptionItsValueTheCauseAndTheFix(ThrowingCallable mistake, String message) {
        assertThatThrownBy(mistake).isInstanceOf(TrialException.class).hasMessage(message);
    }

    @Test
    void topicNameOfTheLongestLengthIsTaken() {
        assertThatCode(() -> spec(3, Map.of(), topic("x".repeat(249), 1, 3))).doesNotThrowAnyException();
        assertThatThrownBy(() -> spec(3, Map.of(), topic("x".repeat(250), 1, 3)))
                .hasMessageContaining("it has 250 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"listeners", "log.dirs", "controller.quorum.voters", "controller.quorum.bootstrap.servers"})
    void keysTheHarnessOwnsAreRefusedForOneBrokerToo(String key) {
        assertThat(OwnedKeys.contains(key)).isTrue();
        assertThatThrownBy(() ->
                        new ClusterSpec(3, 1, List.of(), Map.of(), Map.of(2, Map.of(key, "x")), OptionalInt.empty(), 1))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("the harness owns this key");
    }

    @Test
    void timesOfTheQuorumAreTheUsers() {
        assertThatCode(() -> spec(3, Map.of("controller.quorum.fetch.timeout.ms", "1000")))
                .doesNotThrowAnyException();
    }

    @Test
    void controllersAreNumberedFrom3000OrShareTheIdsOfTheirBrokers() {
        assertThat(new ClusterSpec(3, 3, List.of(), Map.of(), Map.of(), OptionalInt.empty(), 1).controllerIds())
                .containsExactly(3000, 3001, 3002);
        assertThat(new ClusterSpec(3, 2, true, List.of(), Map.of(), Map.of(), OptionalInt.empty(), 1).controllerIds())
                .containsExactly(1, 2);
        assertThatThrownBy(() -> new ClusterSpec(1, 3, true, List.of(), Map.of(), Map.of(), OptionalInt.empty(), 1))
                .isInstanceOf(TrialException.class)
                .hasMessageStartingWith("controllers = 3 is not possible with combined = true")
                .hasMessageEndingWith("Start 3 brokers, or leave combined out.");
    }

    @Test
    void defaultsAreWorthFaulting() {
        assertThat(spec(3, Map.of()).defaultReplicationFactor()).isEqualTo(3);
        assertThat(spec(3, Map.of()).defaultMinInsyncReplicas()).isEqualTo(2);
        assertThat(spec(9, Map.of()).defaultReplicationFactor()).isEqualTo(3);
        assertThat(spec(2, Map.of()).defaultMinInsyncReplicas()).isEqualTo(1);
        assertThat(spec(1, Map.of()).defaultReplicationFactor()).isEqualTo(1);
        assertThat(spec(1, Map.of()).defaultMinInsyncReplicas()).isEqualTo(1);
        assertThat(spec(5, Map.of("default.replication.factor", "5")).defaultMinInsyncReplicas())
                .isEqualTo(2);
        assertThat(spec(3, Map.of("default.replication.factor", "2")).defaultReplicationFactor())
                .isEqualTo(2);
    }

    @Test
    void defaultMinInsyncNeverForbidsATopicWithOneReplica() {
        assertThatCode(() -> spec(3, Map.of(), topic("single", 1, 1))).doesNotThrowAnyException();
    }
}
