/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TopicSpec;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method of Kafka's Admin is asked, or stands here with the reason why not. */
class AdminWalkTest {

    /** No request of a broker's. */
    private static final Map<String, String> LOCAL = Map.of(
            "close", "ends the client",
            "metrics", "the client's own",
            "registerMetricForSubscription", "the client's own",
            "unregisterMetricFromSubscription", "the client's own");

    /** Refused for want of the version, as by Kafka in the same place. */
    private static final Map<String, String> UNSUPPORTED = Map.of(
            "addRaftVoter", "the voters of a static quorum stay",
            "removeRaftVoter", "the voters of a static quorum stay",
            "clientInstanceId", "telemetry is served only by brokers with a reporter for it");

    private static RunningCluster cluster;
    private static Admin admin;

    @BeforeAll
    static void start() throws Exception {
        cluster = new EmbeddedEngine()
                .start(new ClusterSpec(
                        3,
                        1,
                        List.of(new TopicSpec("orders", 3, OptionalInt.empty(), Map.of())),
                        Map.of(
                                "authorizer.class.name",
                                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                                "super.users",
                                "User:ANONYMOUS"),
                        Map.of(),
                        OptionalInt.empty(),
                        61));
        admin = Admin.create(Map.of(
                "bootstrap.servers",
                cluster.bootstrapServers(),
                "default.api.timeout.ms",
                "20000",
                "request.timeout.ms",
                "10000"));
    }

    @AfterAll
    static void stop() {
        admin.close();
        cluster.close();
    }

    static Set<String> methods() {
        Set<String> names = new TreeSet<>();
        for (Method method : Admin.class.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                names.add(method.getName());
            }
        }
        return names;
    }

    @Test
    void everyMethodIsAskedOrExcusedOnce() {
        Map<String, Integer> mentions = new TreeMap<>();
        for (Set<String> names : List.of(AdminWalk.steps().keySet(), LOCAL.keySet(), UNSUPPORTED.keySet())) {
            names.forEach(name -> mentions.merge(name, 1, Integer::sum));
        }

        assertThat(mentions.keySet()).containsExactlyElementsOf(methods());
        assertThat(mentions.values()).containsOnly(1);
    }

    static Set<String> asked() {
        return new TreeSet<>(AdminWalk.steps().keySet());
    }

    @ParameterizedTest
    @MethodSource("asked")
    void aMethodIsAnsweredAsItShould(String name) throws Exception {
        AdminWalk.Step step = AdminWalk.steps().get(name);
        try {
            step.call().on(admin);
            assertThat(step.refusals()).as("what %s was refused with", name).isEmpty();
        } catch (ExecutionException | CompletionException e) {
            assertThat(e.getCause()).isInstanceOf(ApiException.class);
            assertThat(step.refusals().stream()
                            .anyMatch(it -> it == e.getCause().getClass()))
                    .as("%s", e.getCause())
                    .isTrue();
        }
    }

    @Test
    void nothingIsExcusedByAnErrorThatHidesAGap() {
        assertThat(AdminWalk.steps().values().stream().flatMap(step -> step.refusals().stream()))
                .doesNotContain(
                        UnsupportedVersionException.class, UnknownServerException.class, TimeoutException.class);
        assertThat(Arrays.asList(LOCAL, UNSUPPORTED))
                .allSatisfy(excuses -> assertThat(excuses.values()).doesNotContain(""));
    }

    @Test
    void whatIsUnsupportedSaysSo() {
        assertThatThrownBy(() -> AdminWalk.addVoter(admin)).hasCauseInstanceOf(UnsupportedVersionException.class);
        assertThatThrownBy(() -> AdminWalk.removeVoter(admin)).hasCauseInstanceOf(UnsupportedVersionException.class);
    }
}
