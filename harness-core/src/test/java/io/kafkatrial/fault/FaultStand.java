/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.FakeCluster;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.TopicSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A fake cluster of three with topic orders, on virtual time. */
final class FaultStand {

    final FakeCluster cluster;
    final VirtualTimeline timeline = new VirtualTimeline();
    final List<String> told = new ArrayList<>();
    final FaultInjector injector;

    FaultStand() {
        this(3, 1, Optional.empty());
    }

    FaultStand(int brokers, int controllers, Optional<ApplicationCode> code) {
        cluster = new FakeCluster(new ClusterSpec(
                brokers,
                controllers,
                List.of(new TopicSpec("orders", 3, OptionalInt.empty(), Map.of())),
                Map.of(),
                Map.of(),
                OptionalInt.empty(),
                7));
        injector = new FaultInjector(cluster, new Telling(), name -> timeline, new Outside(code, Runnable::run));
    }

    Injection inject(PlannedFault... faults) {
        return injector.inject(new Plan(7, List.of(faults)));
    }

    /** Now, until the plan is healed. */
    Injection inject(Fault fault) {
        return inject(new PlannedFault("f", fault, Trigger.immediately()));
    }

    Bite only(Injection injection) {
        return injection.bites().get(0);
    }

    /** The last lever of a link. */
    Lever lastOnLinks() {
        List<Lever> levers = cluster.pulled().stream()
                .filter(lever -> lever instanceof Lever.Cut || lever instanceof Lever.Mend)
                .toList();
        return levers.get(levers.size() - 1);
    }

    private final class Telling implements FaultListener {
        @Override
        public void declared(Instant at, PlannedFault fault) {
            told.add("declared " + fault.name());
        }

        @Override
        public void fired(Instant at, PlannedFault fault, String detail) {
            told.add("fired " + fault.name() + ": " + detail);
        }

        @Override
        public void lifted(Instant at, PlannedFault fault) {
            // only its end matters here
        }

        @Override
        public void healed(Instant at, Bite bite) {
            told.add("healed " + bite.planned().name() + ": " + bite.evidence());
        }
    }
}
