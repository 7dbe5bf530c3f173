/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.json.PlanJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.codehaus.plexus.configuration.xml.XmlPlexusConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnTrialTest {

    @TempDir
    Path folder;

    @Test
    void nothingWantedIsNothingSaid() throws Exception {
        OnTrial nothing = new OnTrial(Optional.empty(), Optional.empty(), List.of(), false, false);

        assertThat(nothing.isWanted()).isFalse();
        assertThat(nothing.recordsWire()).isFalse();
        assertThat(nothing.options(folder, "orders", 42)).isEmpty();
    }

    @Test
    void guaranteesAndFaultsReachTheCommandLine() throws Exception {
        OnTrial all = new OnTrial(
                Optional.empty(),
                Optional.of(faults("CrashBroker")),
                List.of(" AT_LEAST_ONCE ", "AVAILABLE(5s)"),
                false,
                true);

        assertThat(all.isWanted()).isTrue();
        assertThat(all.recordsWire()).isTrue();
        assertThat(String.join(" ", all.options(folder, "orders", 42)))
                .startsWith("--plan " + folder.resolve("plan.json")
                        + " --claim AT_LEAST_ONCE --claim AVAILABLE(5s) --record wire --allow-vacuous --name orders --reports "
                        + folder)
                .endsWith("--findings " + folder.resolve("findings.json"));
        Plan plan = PlanJson.read(folder.resolve("plan.json"));
        assertThat(plan.seed()).isEqualTo(42);
        assertThat(plan.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.name()).isEqualTo("crash");
            assertThat(fault.trigger()).hasToString("after ack 50");
        });
    }

    @Test
    void faultsOfThePomComeAfterThoseOfTheFile() throws Exception {
        Path file = folder.resolve("mine.json");
        Files.writeString(
                file,
                "{\"version\":1,\"seed\":7,\"faults\":[{\"name\":\"stop\",\"fault\":{\"kind\":\"StopBroker\",\"target\":"
                        + "\"broker:2\"},\"trigger\":{\"kind\":\"Immediately\"}}]}");

        new OnTrial(Optional.of(file), Optional.of(faults("CrashBroker")), List.of(), false, false)
                .options(folder, "orders", 42);

        Plan plan = PlanJson.read(folder.resolve("plan.json"));
        assertThat(plan.seed()).isEqualTo(7);
        assertThat(plan.faults()).extracting(PlannedFault::name).containsExactly("stop", "crash");
    }

    @Test
    void mistakeInThePomIsToldWithTheNearest() {
        OnTrial wrong = new OnTrial(Optional.empty(), Optional.of(faults("CrashBorker")), List.of(), false, false);

        assertThatThrownBy(() -> wrong.options(folder, "orders", 42))
                .hasMessageContaining("The faults cannot be armed: <faults> of kafka-trial-maven-plugin")
                .hasMessageContaining("perhaps CrashBroker");
    }

    @Test
    void planThatIsMissingIsNamed() {
        OnTrial wrong =
                new OnTrial(Optional.of(folder.resolve("nowhere.json")), Optional.empty(), List.of(), false, false);

        assertThatThrownBy(() -> wrong.options(folder, "orders", 42)).hasMessageContaining("nowhere.json");
    }

    private static PlexusConfiguration faults(String kind) {
        var fault = new XmlPlexusConfiguration("fault");
        fault.setAttribute("kind", kind);
        fault.addChild("target", "leader:orders-0");
        var trigger = new XmlPlexusConfiguration("trigger");
        trigger.setAttribute("kind", "Acks");
        trigger.setAttribute("count", "50");
        var planned = new XmlPlexusConfiguration("fault");
        planned.setAttribute("name", "crash");
        planned.addChild(fault);
        planned.addChild(trigger);
        var faults = new XmlPlexusConfiguration("faults");
        faults.addChild(planned);
        return faults;
    }
}
