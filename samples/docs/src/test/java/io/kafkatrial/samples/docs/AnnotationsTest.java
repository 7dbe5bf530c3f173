/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.chaos.Disturbance;
import io.kafkatrial.fault.Durations;
import io.kafkatrial.fault.Target;
import io.kafkatrial.junit.Administer;
import io.kafkatrial.junit.As;
import io.kafkatrial.junit.Available;
import io.kafkatrial.junit.BrokerCodeFault;
import io.kafkatrial.junit.BrokerConfig;
import io.kafkatrial.junit.Chaos;
import io.kafkatrial.junit.ClientConfig;
import io.kafkatrial.junit.ClockSkew;
import io.kafkatrial.junit.CrashBroker;
import io.kafkatrial.junit.CrashClient;
import io.kafkatrial.junit.DelayRequest;
import io.kafkatrial.junit.DelayResponse;
import io.kafkatrial.junit.Delivers;
import io.kafkatrial.junit.DropRequest;
import io.kafkatrial.junit.DropResponse;
import io.kafkatrial.junit.DuplicateRequest;
import io.kafkatrial.junit.Expect;
import io.kafkatrial.junit.FailHandler;
import io.kafkatrial.junit.FailRequest;
import io.kafkatrial.junit.FailedDisk;
import io.kafkatrial.junit.FromPlan;
import io.kafkatrial.junit.FullDisk;
import io.kafkatrial.junit.HoldRequest;
import io.kafkatrial.junit.HoldResponse;
import io.kafkatrial.junit.Inject;
import io.kafkatrial.junit.InjectRule;
import io.kafkatrial.junit.KafkaCluster;
import io.kafkatrial.junit.KafkaVersions;
import io.kafkatrial.junit.LeaveGroup;
import io.kafkatrial.junit.LosePower;
import io.kafkatrial.junit.NetworkDelay;
import io.kafkatrial.junit.NetworkPartition;
import io.kafkatrial.junit.NetworkSplit;
import io.kafkatrial.junit.NetworkThrottle;
import io.kafkatrial.junit.PauseBroker;
import io.kafkatrial.junit.PauseClient;
import io.kafkatrial.junit.RebalanceStorm;
import io.kafkatrial.junit.Recovers;
import io.kafkatrial.junit.ReorderRequests;
import io.kafkatrial.junit.RequiresLevers;
import io.kafkatrial.junit.ResetConnections;
import io.kafkatrial.junit.RollingRestart;
import io.kafkatrial.junit.Scenario;
import io.kafkatrial.junit.Secured;
import io.kafkatrial.junit.SlowDisk;
import io.kafkatrial.junit.SlowHandler;
import io.kafkatrial.junit.StaleMetadata;
import io.kafkatrial.junit.StopBroker;
import io.kafkatrial.junit.Topic;
import io.kafkatrial.junit.When;
import io.kafkatrial.junit.WipeDisk;
import io.kafkatrial.junit.ZombieClient;
import java.lang.annotation.Annotation;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of attributes are those of the annotations; what stands for a target or a duration is one. */
class AnnotationsTest {

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of("chaos.md", Chaos.class),
                Arguments.of("faults.md", CrashBroker.class),
                Arguments.of("faults.md", NetworkPartition.class),
                Arguments.of("faults.md", NetworkDelay.class),
                Arguments.of("faults.md", DropRequest.class),
                Arguments.of("faults.md", DropResponse.class),
                Arguments.of("faults.md", HoldRequest.class),
                Arguments.of("faults.md", HoldResponse.class),
                Arguments.of("faults.md", DuplicateRequest.class),
                Arguments.of("faults.md", FailRequest.class),
                Arguments.of("faults.md", StaleMetadata.class),
                Arguments.of("client-faults.md", CrashClient.class),
                Arguments.of("client-faults.md", PauseClient.class),
                Arguments.of("client-faults.md", ZombieClient.class),
                Arguments.of("client-faults.md", SlowHandler.class),
                Arguments.of("client-faults.md", FailHandler.class),
                Arguments.of("client-faults.md", RebalanceStorm.class),
                Arguments.of("client-faults.md", LeaveGroup.class),
                Arguments.of("code-faults.md", Inject.class),
                Arguments.of("code-faults.md", InjectRule.class),
                Arguments.of("faults.md", Administer.class),
                Arguments.of("faults.md", ClockSkew.class),
                Arguments.of("faults.md", DelayRequest.class),
                Arguments.of("faults.md", DelayResponse.class),
                Arguments.of("faults.md", FailedDisk.class),
                Arguments.of("faults.md", FromPlan.class),
                Arguments.of("faults.md", FullDisk.class),
                Arguments.of("faults.md", LosePower.class),
                Arguments.of("faults.md", NetworkSplit.class),
                Arguments.of("faults.md", NetworkThrottle.class),
                Arguments.of("faults.md", PauseBroker.class),
                Arguments.of("faults.md", ReorderRequests.class),
                Arguments.of("faults.md", ResetConnections.class),
                Arguments.of("faults.md", RollingRestart.class),
                Arguments.of("faults.md", SlowDisk.class),
                Arguments.of("faults.md", StopBroker.class),
                Arguments.of("faults.md", WipeDisk.class),
                Arguments.of("apache-engine.md", BrokerCodeFault.class),
                Arguments.of("apache-engine.md", KafkaVersions.class),
                Arguments.of("apache-engine.md", RequiresLevers.class),
                Arguments.of("faults.md", When.class),
                Arguments.of("getting-started.md", KafkaCluster.class),
                Arguments.of("getting-started.md", Topic.class),
                Arguments.of("getting-started.md", BrokerConfig.class),
                Arguments.of("getting-started.md", ClientConfig.class),
                Arguments.of("getting-started.md", Secured.class),
                Arguments.of("getting-started.md", As.class),
                Arguments.of("scenarios.md", Scenario.class),
                Arguments.of("verdicts.md", Delivers.class),
                Arguments.of("verdicts.md", Available.class),
                Arguments.of("verdicts.md", Recovers.class),
                Arguments.of("verdicts.md", Expect.class));
    }

    @Test
    void theTableOfChaosHasEveryKindOfFault() {
        Map<String, String> said = Page.doc("chaos.md").section("What is drawn").table("kind", "standard");

        Map<String, String> actual = new TreeMap<>();
        for (Disturbance kind : Disturbance.values()) {
            actual.put(kind.name(), kind.isHarmless() ? "yes" : "no");
        }
        assertThat(new TreeMap<>(said)).isEqualTo(actual);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void theTableHasEveryAttributeWithItsDefault(String page, Class<? extends Annotation> annotation) {
        Map<String, String> said =
                Page.doc(page).section("@" + annotation.getSimpleName()).table("attribute", "default");

        Map<String, String> actual = new TreeMap<>();
        for (Method attribute : annotation.getDeclaredMethods()) {
            actual.put(attribute.getName(), text(attribute.getDefaultValue()));
        }
        assertThat(new TreeMap<>(said)).isEqualTo(actual);
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return "required";
        }
        boolean empty = value.getClass().isArray() && Array.getLength(value) == 0;
        if (value instanceof Annotation || value.equals("") || empty) {
            return "none";
        }
        return value instanceof Enum<?>[] words
                ? Stream.of(words).map(Enum::name).collect(Collectors.joining(", "))
                : value.toString();
    }

    @Test
    void everyTargetOfTheTableIsRead() {
        for (String text :
                Page.doc("faults.md").section("Targets").table("text", "whom").keySet()) {
            assertThat(Target.parse(text)).as(text).hasToString(text);
        }
    }

    @Test
    void everyDurationThatIsShownIsRead() {
        for (String text : Page.doc("faults.md").section("Durations").code()) {
            assertThat(Durations.parse(text)).as(text).isNotNull();
        }
    }
}
