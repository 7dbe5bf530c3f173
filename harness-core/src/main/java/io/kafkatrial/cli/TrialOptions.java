/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.cli;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Injection;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.json.PlanJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code run} that put the cluster's clients on trial. Set once, by picocli; used by one thread. */
final class TrialOptions {

    private static final String WIRE = "wire";

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description = "A plan of faults, armed when the cluster is ready and healed at the end.")
    private @Nullable Path plan;

    @Option(
            names = "--claim",
            paramLabel = "CLAIM",
            description = "What has to hold of all clients, such as AT_LEAST_ONCE or AVAILABLE(5s); may be repeated."
                    + " Needs kafka-trial-scenarios and kafka-clients on the class path.")
    private List<String> claims = List.of();

    @Option(
            names = "--record",
            paramLabel = WIRE,
            description = "Write down what all clients do, as the wire shows it. With --claim it is recorded anyway.")
    private @Nullable String record;

    @Option(
            names = "--allow-vacuous",
            description = "Let a fault that never bit, and a verdict that proves nothing, pass.")
    private boolean allowVacuous;

    @Option(
            names = "--reports",
            paramLabel = "DIR",
            defaultValue = "kafka-trial",
            description = "Where the report and the history go. Default: ${DEFAULT-VALUE}.")
    private Path reports = Path.of("kafka-trial");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "cluster",
            description = "What the report calls it. Default: ${DEFAULT-VALUE}.")
    private String name = "cluster";

    @Option(
            names = "--replay",
            paramLabel = "COMMAND",
            defaultValue = "the same command with --seed SEED",
            description = "What the report calls the command that runs it again; SEED stands for the seed."
                    + " Default: ${DEFAULT-VALUE}.")
    private String replay = "";

    @Option(
            names = "--findings",
            paramLabel = "FILE",
            description = "Written at the end: what came of faults and claims, as JSON.")
    private @Nullable Path findings;

    /** Read and check what is asked for, before anything starts; empty if nothing is. */
    Optional<Charge> charge(ClusterSpec spec) {
        if (record != null && !record.equals(WIRE)) {
            throw new TrialException(
                    "--record " + record + " is not known: the one thing that can be recorded here is " + WIRE + ".");
        }
        Optional<Plan> read = Optional.ofNullable(plan).map(PlanJson::read);
        read.ifPresent(faults -> check(faults, spec));
        Charge charge = new Charge(
                new Charge.Title(name, replay), read, claims, record != null, reports.toAbsolutePath(), allowVacuous);
        if (charge.recordsWire()) {
            tribunal().check(charge);
        }
        return Optional.of(charge).filter(asked -> !asked.isEmpty());
    }

    private static void check(Plan plan, ClusterSpec spec) {
        plan.check(spec);
        for (PlannedFault planned : plan.faults()) {
            if (planned.fault() instanceof Fault.OnClients || planned.fault() instanceof Fault.InApplication) {
                throw new TrialException(
                        "fault " + planned.name() + " cannot be armed here: it happens in the process of"
                                + " the application, and this is that of the cluster. Declare it where the test is, by an"
                                + " annotation.");
            }
        }
    }

    /** Begin; empty if nothing is asked for. */
    Optional<Tribunal.Hearing> open(Cluster cluster, Optional<Charge> charge) {
        return charge.map(asked -> asked.recordsWire() ? tribunal().open(cluster, asked) : faultsOnly(cluster, asked));
    }

    private static Tribunal tribunal() {
        return ServiceLoader.load(Tribunal.class, Tribunal.class.getClassLoader())
                .findFirst()
                .orElseThrow(
                        () -> new TrialException("nothing can be recorded or judged: kafka-trial-scenarios is not on"
                                + " the class path. Put it and kafka-clients there beside this jar, and start"
                                + " io.kafkatrial.cli.StandaloneMain; the Maven plugin does so."));
    }

    private static Tribunal.Hearing faultsOnly(Cluster cluster, Charge charge) {
        Injection injection = cluster.inject(charge.plan().orElseThrow());
        return new Tribunal.Hearing() {
            @Override
            public Findings conclude() {
                List<String> troubles = List.of();
                try {
                    cluster.heal();
                } catch (TrialException sick) {
                    troubles = List.of("healing failed: " + sick.getMessage());
                }
                return Findings.of(
                        Findings.ofFaults(injection.bites()),
                        List.of(),
                        new Findings.Remarks(troubles.isEmpty(), troubles, ""),
                        charge.allowVacuous());
            }

            @Override
            public void close() {
                // the cluster goes, and with it what was done to it
            }
        };
    }

    /** Write what was found where it is wanted. */
    void write(Findings found) {
        if (findings != null) {
            found.write(findings);
        }
    }
}
