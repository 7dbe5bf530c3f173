/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kafkatrial.Cluster;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.check.Verdict;
import io.kafkatrial.check.Verdicts;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.history.Event;
import io.kafkatrial.scenarios.Conclusion;
import io.kafkatrial.scenarios.Recording;
import io.kafkatrial.scenarios.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An application in JavaScript, no line of it changed, while a broker crashes. */
class KafkajsOnTrialTest {

    private static final Path SCRIPT = Path.of("..", "samples", "other-clients", "kafkajs");

    @Test
    void applicationInJavaScriptKeepsItsPromiseThoughABrokerCrashes() throws Exception {
        assumeTrue(Files.isDirectory(SCRIPT.resolve("node_modules").resolve("kafkajs")), "kafkajs is not installed");
        try (Cluster cluster = Cluster.builder().brokers(3).topic("orders", 3).start();
                Trial trial = Trial.on(cluster, Recording.WIRE)) {
            // Given
            Fault crash = new Fault.CrashBroker(Target.leaderOf("orders-0"), Optional.of(Duration.ofSeconds(1)));
            trial.arm(Plan.of(cluster.spec().seed(), "crash", crash, Trigger.acks(100)));

            // When
            String output = run(cluster.bootstrapServers());
            Conclusion conclusion = trial.conclude();

            // Then
            assertThat(output).contains("sent 300, read 300");
            assertThat(conclusion.bites()).allMatch(bite -> bite.bit());
            assertThat(conclusion.troubles()).isEmpty();
            Verdict verdict = Verdicts.of(Guarantee.AT_LEAST_ONCE, conclusion.history());
            assertThat(verdict).as(() -> verdict + " after " + output).isInstanceOf(Verdict.Pass.class);
            assertThat(conclusion.history().events())
                    .hasAtLeastOneElementOfType(Event.Polled.class)
                    .hasAtLeastOneElementOfType(Event.Committed.class)
                    .hasAtLeastOneElementOfType(Event.Assigned.class);
        }
    }

    private static String run(String bootstrapServers) throws IOException, InterruptedException {
        Path output = Files.createTempFile("kafkajs", ".txt");
        try {
            ProcessBuilder node = new ProcessBuilder("node", "shop.js")
                    .directory(SCRIPT.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            node.environment().put("BOOTSTRAP", bootstrapServers);
            Process process = node.start();
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("it ends").isTrue();
            return Files.readString(output, UTF_8);
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
