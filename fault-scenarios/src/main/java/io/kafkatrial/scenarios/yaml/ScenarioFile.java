/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.yaml;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.json.RecordJson;
import io.kafkatrial.fault.json.RecordSchema;
import io.kafkatrial.scenarios.ClaimText;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A scenario as a document in YAML or JSON: the components are its fields. {@code docs/own-scenarios.md} and {@code
 * docs/scenario-schema.json} describe it.
 *
 * @param name its name, in kebab case
 * @param tags words to select it by
 * @param idea what happens, and why
 * @param advice what to do about it
 * @param application what an application of one's own has to do to take the place of the workload; without it there is no
 *     place for one
 * @param cluster the cluster; three brokers unless said otherwise
 * @param faults the plan
 * @param dangerous the half that breaks
 * @param guarded the half that holds
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record ScenarioFile(
        String name,
        Optional<List<String>> tags,
        String idea,
        Optional<String> advice,
        Optional<String> application,
        Optional<Cluster> cluster,
        Optional<List<PlannedFault>> faults,
        Optional<HalfOf> dangerous,
        HalfOf guarded) {

    public ScenarioFile {
        if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException("the name \"" + name
                    + "\" is not in kebab case: small letters and digits, parted by single hyphens, as in my-orders");
        }
    }

    /** The cluster. */
    @API(status = Status.EXPERIMENTAL, since = "0.1.0")
    public record Cluster(
            OptionalInt brokers,
            OptionalInt controllers,
            Optional<Boolean> combined,
            Optional<List<Topic>> topics,
            Map<String, String> config) {}

    /** A topic. */
    @API(status = Status.EXPERIMENTAL, since = "0.1.0")
    public record Topic(String name, OptionalInt partitions, OptionalInt replicas, Map<String, String> config) {}

    /**
     * A half.
     *
     * @param configuration what decides, in words
     * @param brokers configuration of brokers, over that of the cluster
     * @param topics configuration of all topics, over their own
     * @param workload what is done, one after the other
     * @param expected what is to become of it
     */
    @API(status = Status.EXPERIMENTAL, since = "0.1.0")
    public record HalfOf(
            Optional<String> configuration,
            Map<String, String> brokers,
            Map<String, String> topics,
            List<Step> workload,
            List<Expectation> expected) {
        public HalfOf {
            if (workload.isEmpty() || expected.isEmpty()) {
                throw new IllegalArgumentException(
                        "a half needs at least one step of \"workload\", and one claim in \"expected\"");
            }
        }
    }

    /**
     * The verdict that is expected on a claim.
     *
     * @param claim what is claimed, as {@code EXACTLY_ONCE} or {@code RECOVERS(30s)}
     * @param broken what breaks it; it holds if nothing is named
     * @param perhaps what may break it as well
     */
    @API(status = Status.EXPERIMENTAL, since = "0.1.0")
    public record Expectation(String claim, Optional<List<Anomaly.Kind>> broken, Optional<List<Anomaly.Kind>> perhaps) {
        public Expectation {
            make(claim, broken, perhaps);
        }

        Expected expected() {
            return make(claim, broken, perhaps);
        }

        private static Expected make(
                String claim, Optional<List<Anomaly.Kind>> broken, Optional<List<Anomaly.Kind>> perhaps) {
            return new Expected(ClaimText.parse(claim), kinds(broken), kinds(perhaps));
        }

        private static Set<Anomaly.Kind> kinds(Optional<List<Anomaly.Kind>> named) {
            Set<Anomaly.Kind> kinds = EnumSet.noneOf(Anomaly.Kind.class);
            named.ifPresent(kinds::addAll);
            return kinds;
        }
    }

    /**
     * The scenario in a file.
     *
     * @throws io.kafkatrial.engine.TrialException if it cannot be read, or is no scenario; naming the line and the cause
     */
    public static Scenario read(Path file) {
        try {
            return read(file.toString(), Files.readString(file));
        } catch (IOException unreadable) {
            throw YamlComplaints.unreadable(file, unreadable);
        }
    }

    /**
     * The scenario in this text.
     *
     * @param file what complaints call it
     * @throws io.kafkatrial.engine.TrialException naming the line, what is wrong there, and what was meant perhaps
     */
    public static Scenario read(String file, String text) {
        FileScenario scenario = new FileScenario(file, RecordJson.readYaml(ScenarioFile.class, file, text));
        scenario.check();
        return scenario;
    }

    /** The JSON Schema of such documents. */
    public static String schema() {
        return RecordSchema.of(ScenarioFile.class, "A scenario of Kafka Trial");
    }
}
