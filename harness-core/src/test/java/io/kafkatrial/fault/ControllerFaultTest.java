/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.FakeCluster;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Fault.CrashBroker;
import io.kafkatrial.fault.Fault.PauseBroker;
import io.kafkatrial.fault.Fault.StopBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ControllerFaultTest {

    private static final Optional<Duration> FOREVER = Optional.empty();
    private static final Optional<Duration> ONE_SECOND = Optional.of(Duration.ofSeconds(1));
    private static final Target CONTROLLER = Target.parse("controller");

    private final FakeCluster cluster = new FakeCluster(spec(3));
    private final VirtualTimeline timeline = new VirtualTimeline();
    private final List<String> healed = new ArrayList<>();
    private final FaultInjector injector =
            new FaultInjector(cluster, new Healing(), name -> timeline, new Outside(Optional.empty(), Runnable::run));

    private static ClusterSpec spec(int controllers) {
        return new ClusterSpec(3, controllers, List.of(), Map.of(), Map.of(), OptionalInt.empty(), 7);
    }

    private final class Healing implements FaultListener {
        @Override
        public void declared(Instant at, PlannedFault fault) {
            // only healing matters here
        }

        @Override
        public void fired(Instant at, PlannedFault fault, String detail) {
            // only healing matters here
        }

        @Override
        public void lifted(Instant at, PlannedFault fault) {
            // only healing matters here
        }

        @Override
        public void healed(Instant at, Bite bite) {
            healed.add(bite.evidence());
        }
    }

    private static Plan plan(Fault... faults) {
        List<PlannedFault> planned = new ArrayList<>();
        for (Fault fault : faults) {
            planned.add(new PlannedFault("f" + planned.size(), fault, Trigger.acks(planned.size() + 1)));
        }
        return new Plan(7, planned);
    }

    @Test
    void theActiveControllerCrashesAndComesBackWithWhoTookOver() {
        injector.inject(Plan.of(7, "f", new CrashBroker(CONTROLLER, ONE_SECOND), Trigger.immediately()));
        assertThat(cluster.state(Endpoint.controller(3000))).isEqualTo(NodeState.CRASHED);

        timeline.advance(Duration.ofSeconds(1));

        assertThat(cluster.state(Endpoint.controller(3000))).isEqualTo(NodeState.RUNNING);
        assertThat(healed)
                .containsExactly("controller 3000 (active controller) killed at once; controller 3001 leads in epoch 2;"
                        + " restarted after 1s");
    }

    @Test
    void everyControllerIsPausedAndHealedBeforeTheBrokers() {
        injector.inject(plan(new PauseBroker(Target.parse("controllers"), ONE_SECOND)));
        injector.pull(new Lever.Crash(2));
        cluster.ack("orders-0", 1);
        assertThat(cluster.state(Endpoint.controller(3002))).isEqualTo(NodeState.PAUSED);

        injector.heal(Duration.ofSeconds(5));

        assertThat(cluster.pulled())
                .containsSubsequence(new Lever.Resume(Endpoint.controller(3002)), new Lever.Restart(2));
    }

    @Test
    void controllersStoppedByHandAreHealedToo() {
        injector.pull(new Lever.Stop(Endpoint.controller(3001)));
        injector.heal(Duration.ofSeconds(5));
        assertThat(cluster.pulled()).endsWith(new Lever.Restart(Endpoint.controller(3001)));
    }

    @Test
    void itNeedsAnEngineThatCanTouchControllers() {
        assertThat(plan(new StopBroker(CONTROLLER, ONE_SECOND)).needs()).containsExactly(Capability.CONTROLLER_PROCESS);
    }

    @Test
    void losingTheControllersForGoodIsRefusedWhenBrokersGoToo() {
        Fault leader = new CrashBroker(Target.broker(1), ONE_SECOND);
        Plan both = plan(new CrashBroker(CONTROLLER, FOREVER), leader);
        assertThatThrownBy(() -> both.check(spec(1)))
                .isInstanceOf(TrialException.class)
                .hasMessage("fault f0 is not possible: with it no majority of the controllers is left and none comes"
                        + " back, so the brokers that the plan takes away have no successor and cannot return. Say when"
                        + " the controllers return (restartAfter, resumeAfter, until), start 3 controllers, or leave the"
                        + " brokers alone.");
        assertThatThrownBy(() -> plan(new PauseBroker(Target.parse("controllers"), FOREVER), leader)
                        .check(spec(5)))
                .isInstanceOf(TrialException.class);
        assertThatCode(() -> both.check(spec(3))).doesNotThrowAnyException();
        assertThatCode(() ->
                        plan(new CrashBroker(CONTROLLER, ONE_SECOND), leader).check(spec(1)))
                .doesNotThrowAnyException();
        assertThatCode(() -> plan(new CrashBroker(CONTROLLER, FOREVER)).check(spec(1)))
                .doesNotThrowAnyException();
    }
}
