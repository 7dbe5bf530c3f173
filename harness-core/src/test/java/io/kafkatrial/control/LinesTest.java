/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.AdminOutcome;
import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.ClientAuth;
import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.CodeRule;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.LinkCount;
import io.kafkatrial.engine.ListenerProtocol;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.ReplicaLog;
import io.kafkatrial.engine.ReplicaRecord;
import io.kafkatrial.engine.SaslMechanism;
import io.kafkatrial.engine.SecuritySpec;
import io.kafkatrial.engine.TopicSpec;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.RecordId;
import io.kafkatrial.history.RecordMark;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is said arrives as it was said; every kind of message is tried. */
class LinesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123456789Z");
    private static final PartitionId ORDERS = new PartitionId("orders", 0);
    private static final Endpoint CLIENT = Endpoint.client("app \"1\"\nline");
    private static final WireRule WIRE = new WireRule(
            "hold #1",
            new WireRule.Match(
                    Endpoint.clients(),
                    Endpoint.broker(2),
                    Optional.of("Produce"),
                    Optional.empty(),
                    Optional.of("orders")),
            new WireRule.Act.DelayRequest(Duration.ofNanos(1_500_001)),
            1,
            2,
            "hold");
    private static final CodeRule CODE =
            new CodeRule("halt", Endpoint.controller(3000), "before-append", new CodeRule.Act.Halt(), 0, 1);
    private static final ReplicaRecord RECORD = new ReplicaRecord(
            7,
            Optional.of(new RecordMark(1, 7, OptionalLong.of(-99))),
            Long.MIN_VALUE,
            new ReplicaRecord.Batch(5, 1, 4000, (short) 3, 0, true, false, 2, Long.MAX_VALUE));

    static Stream<Lever> levers() {
        Endpoint one = Endpoint.broker(1);
        return Stream.of(
                new Lever.Crash(one),
                new Lever.Restart(one),
                new Lever.Stop(Endpoint.controller(3001)),
                new Lever.Pause(one),
                new Lever.Resume(one),
                new Lever.PowerLoss(1),
                new Lever.WipeDisk(2),
                new Lever.FullDisk(1, true),
                new Lever.FailedLogDir(1, false),
                new Lever.SlowDisk(1, Duration.ofMillis(20)),
                new Lever.Cut(one, Endpoint.clients()),
                new Lever.Delay(one, CLIENT, Duration.ofMillis(3), Duration.ZERO),
                new Lever.Reset(CLIENT, one),
                new Lever.Throttle(one, Endpoint.broker(2), 1_000_000_000_000L),
                new Lever.SkewClock(one, Duration.ofHours(-1)),
                new Lever.Administer(new AdminAct.Reassign(ORDERS, List.of(3, 1))),
                new Lever.Mend(one, CLIENT),
                new Lever.Intercept(WIRE),
                new Lever.Release(WIRE),
                new Lever.Arm(CODE),
                new Lever.Disarm(CODE),
                new Lever.Upgrade(one, "4.3.1"),
                new Lever.RaiseFeatures("4.3.1"));
    }

    static Stream<Request> requests() {
        return Stream.concat(
                levers().map(Request.Pull::new),
                Stream.of(
                        new Request.Greet(1, "token"),
                        new Request.Administer(new AdminAct.SetTopicConfig("orders", "k", Optional.empty())),
                        new Request.State(CLIENT),
                        new Request.Partition(ORDERS),
                        new Request.Partitions(),
                        new Request.GroupCoordinator("g"),
                        new Request.TransactionCoordinator("t"),
                        new Request.ActiveController(),
                        new Request.Count(Endpoint.clients(), CLIENT),
                        new Request.Touched("rule"),
                        new Request.Acted("rule"),
                        new Request.Version(Endpoint.broker(1)),
                        new Request.NodeLogs(),
                        new Request.AwaitHealthy(Duration.ofSeconds(30)),
                        new Request.ReadReplica(1, ORDERS, true),
                        new Request.RecordWire(),
                        new Request.Identify(ORDERS, RECORD),
                        new Request.LookAtWire(),
                        new Request.FinishWire(),
                        new Request.TakeTurn(),
                        new Request.GiveTurn()));
    }

    static Stream<Answer> answers() {
        SecuritySpec security = SecuritySpec.of(ListenerProtocol.SASL_SSL)
                .mechanism(SaslMechanism.SCRAM_SHA_512, SaslMechanism.PLAIN)
                .user("alice", "wonder")
                .clientAuth(ClientAuth.REQUIRED)
                .directory(Path.of("certificates"))
                .acl("alice allow READ,WRITE topic:orders")
                .superUser("bob");
        ClusterSpec spec = new ClusterSpec(
                3,
                1,
                false,
                List.of(new TopicSpec("orders", 3, OptionalInt.of(3), Map.of("cleanup.policy", "compact"))),
                Map.of("auto.create.topics.enable", "false"),
                Map.of(2, Map.of("log.retention.ms", "5")),
                OptionalInt.of(19092),
                42,
                Optional.of("4.3.1"),
                Optional.of(security.user("bob", "builder")));
        return Stream.of(
                new Answer.Welcome(
                        2,
                        spec,
                        "apache",
                        EnumSet.allOf(Capability.class),
                        Duration.ofMillis(77),
                        "127.0.0.1:1",
                        List.of(1, 2, 3),
                        List.of(3000),
                        Optional.of(Path.of("/tmp/certificates"))),
                new Answer.Done(),
                new Answer.Outcome(new AdminOutcome("moved", 1, Optional.of(new AdminAct.ElectPreferred(ORDERS)))),
                new Answer.State(NodeState.PAUSED),
                new Answer.Partitions(
                        List.of(new PartitionView(ORDERS, OptionalInt.empty(), 4, List.of(), List.of(1, 2)))),
                new Answer.Node(OptionalInt.of(2)),
                new Answer.Count(new LinkCount(1, 2, 3, 4)),
                new Answer.Total(5),
                new Answer.Text(Optional.of("4.3.1")),
                new Answer.Logs(Map.of("broker-1", Path.of("/tmp/1.log"))),
                new Answer.Truth(true),
                new Answer.Records(List.of(
                        new Answer.Sighting(RECORD, Optional.of(new RecordId("p1", 7))),
                        new Answer.Sighting(RECORD, Optional.empty()))),
                new Answer.Replica(Optional.of(new ReplicaLog(1, 2, OptionalLong.empty()))),
                new Answer.Identity(Optional.empty()),
                new Answer.Seen(new LinkedHashSet<>(List.of("b", "a")), true, List.of("why")));
    }

    static Stream<Told> told() {
        return Stream.concat(
                answers().map(answer -> new Told.Answered(9, answer)),
                Stream.of(
                        new Told.Refused(9, "no: \"why\"\nand so on"),
                        new Told.Happened(new ClusterEvent.Acked(NOW, ORDERS, 1, 100, 3)),
                        new Told.Happened(new ClusterEvent.LeaderChanged(NOW, ORDERS, OptionalInt.of(1), 3)),
                        new Told.Happened(new ClusterEvent.IsrChanged(NOW, ORDERS, List.of(1), 3)),
                        new Told.Happened(new ClusterEvent.OffsetCommitted(NOW, "g", ORDERS, 4)),
                        new Told.Happened(new ClusterEvent.NodeChanged(NOW, 1, NodeState.CRASHED)),
                        new Told.Happened(new ClusterEvent.ControllerNodeChanged(NOW, 3000, NodeState.STOPPED)),
                        new Told.Happened(new ClusterEvent.ControllerChanged(NOW, OptionalInt.empty(), 5)),
                        new Told.Happened(new ClusterEvent.RequestSeen(NOW, WIRE, CLIENT, Endpoint.broker(1))),
                        new Told.Happened(new ClusterEvent.GroupChanged(NOW, "g", "Stable", 2)),
                        new Told.Happened(new ClusterEvent.TransactionChanged(NOW, "t", 4000, 1, "Ongoing")),
                        new Told.Happened(new ClusterEvent.CodePointReached(NOW, CODE)),
                        new Told.Recorded(new Event.SendAcked(NOW, new RecordId("p1", 7), "orders", 0, 99)),
                        new Told.Recorded(new Event.Assigned(NOW, "c", Optional.of("g"), List.of("orders-0")))));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void requestArrivesAsItWasAsked(Request request) {
        String line = Lines.of(new Asked(3, request));

        assertThat(line).doesNotContain("\n");
        assertThat(Lines.asked(line)).isEqualTo(new Asked(3, request));
    }

    /** Rules of one name are equal, whatever they are about; here that is not enough. */
    @Test
    void ruleArrivesWithAllThatIsInIt() {
        Lever arrived = ((Request.Pull) Lines.asked(Lines.of(new Asked(3, new Request.Pull(new Lever.Intercept(WIRE)))))
                        .request())
                .lever();

        assertThat(arrived).hasToString(new Lever.Intercept(WIRE).toString());
    }

    @ParameterizedTest
    @MethodSource("told")
    void whatIsToldArrives(Told told) {
        String line = Lines.of(told);

        assertThat(line).doesNotContain("\n");
        assertThat(Lines.told(line)).isEqualTo(told);
    }

    @Test
    void everyKindOfMessageIsTried() {
        assertThat(kinds(requests())).isEqualTo(kindsOf(Request.class));
        assertThat(kinds(levers())).isEqualTo(kindsOf(Lever.class));
        assertThat(kinds(told())).isEqualTo(kindsOf(Told.class));
        assertThat(kinds(told().filter(Told.Happened.class::isInstance).map(told -> ((Told.Happened) told).event())))
                .isEqualTo(kindsOf(ClusterEvent.class));
        Set<String> answers = kindsOf(Answer.class);
        assertThat(kinds(answers())).isEqualTo(answers);
    }

    private static Set<String> kinds(Stream<?> all) {
        return all.map(one -> one.getClass().getSimpleName()).collect(Collectors.toSet());
    }

    private static Set<String> kindsOf(Class<?> type) {
        return Stream.of(type.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .collect(Collectors.toSet());
    }

    @Test
    void lineThatIsNoMessageIsRefused() {
        for (String line : List.of("", "[]", "{", "{\"id\":1}", "{\"id\":1,\"request\":{\"kind\":\"Format\"}}")) {
            assertThatThrownBy(() -> Lines.asked(line)).as(line).isInstanceOf(TrialException.class);
        }
    }

    @Test
    void lineHasALimit() throws IOException {
        StringReader in = new StringReader("ab\nabcd\nxyz");

        assertThat(Lines.next(in, 3)).contains("ab");
        assertThatThrownBy(() -> Lines.next(in, 3)).hasMessageContaining("more than 3 characters");
        assertThat(Lines.next(new StringReader("torn"), 9)).isEmpty();
    }
}
