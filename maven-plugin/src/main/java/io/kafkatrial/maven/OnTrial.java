/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.json.Markup;
import io.kafkatrial.fault.json.PlanJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/**
 * What the clients of a cluster are put on trial for: faults, and claims that have to hold through them.
 *
 * @param plan a plan file
 * @param faults faults in the POM itself
 * @param guarantees what has to hold, in words
 * @param recordsWire whether the wire is recorded; it is if there are guarantees
 * @param allowVacuous whether what proves nothing passes
 */
record OnTrial(
        Optional<Path> plan,
        Optional<PlexusConfiguration> faults,
        List<String> guarantees,
        boolean recordsWire,
        boolean allowVacuous) {

    private static final String FINDINGS = "findings.json";
    private static final String WHERE = "<faults> of kafka-trial-maven-plugin";

    OnTrial {
        guarantees = List.copyOf(guarantees);
        recordsWire = recordsWire || !guarantees.isEmpty();
    }

    /** Whether there is anything that could come out otherwise than wanted. */
    boolean isWanted() {
        return plan.isPresent() || faults.isPresent() || !guarantees.isEmpty();
    }

    /** Where the server says what came of it. */
    static Path findings(Path folder) {
        return folder.resolve(FINDINGS);
    }

    /**
     * The words of the server's command line.
     *
     * @param folder where plan, history and report go
     * @param name what the report calls it
     * @param seed where random choices of faults in the POM come from
     */
    List<String> options(Path folder, String name, long seed) throws MojoExecutionException {
        List<String> words = new ArrayList<>();
        Optional<Plan> armed = armed(seed);
        if (armed.isPresent()) {
            words.addAll(List.of("--plan", write(armed.get(), folder).toString()));
        }
        guarantees.forEach(guarantee -> words.addAll(List.of("--claim", guarantee.strip())));
        if (recordsWire) {
            words.addAll(List.of("--record", "wire"));
        }
        if (allowVacuous) {
            words.add("--allow-vacuous");
        }
        if (isWanted() || recordsWire) {
            words.addAll(List.of("--name", name, "--reports", folder.toString()));
            words.addAll(List.of("--replay", "mvn verify -Dtrial.seed=SEED"));
            words.addAll(List.of("--findings", findings(folder).toString()));
        }
        return words;
    }

    private Optional<Plan> armed(long seed) throws MojoExecutionException {
        try {
            List<PlannedFault> all = new ArrayList<>();
            Optional<Plan> read = plan.map(PlanJson::read);
            read.ifPresent(file -> all.addAll(file.faults()));
            faults.ifPresent(inPom -> all.addAll(markup(inPom).plan(WHERE, seed).faults()));
            return all.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Plan(read.map(Plan::seed).orElse(seed), all));
        } catch (TrialException wrong) {
            throw Complaints.badPlan(wrong);
        }
    }

    private static Path write(Plan armed, Path folder) throws MojoExecutionException {
        Path file = folder.resolve("plan.json");
        try {
            Files.createDirectories(folder);
            return Files.writeString(file, PlanJson.write(armed));
        } catch (IOException failed) {
            throw Complaints.cannot("write the plan of faults to", file, failed);
        }
    }

    private static Markup markup(PlexusConfiguration element) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String attribute : element.getAttributeNames()) {
            attributes.put(attribute, element.getAttribute(attribute));
        }
        List<Markup> children = new ArrayList<>();
        for (PlexusConfiguration child : element.getChildren()) {
            children.add(markup(child));
        }
        String text = Optional.ofNullable(element.getValue()).orElse("");
        return new Markup(element.getName(), attributes, children.isEmpty() ? text : "", children);
    }
}
