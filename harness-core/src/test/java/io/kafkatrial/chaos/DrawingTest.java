/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.PlannedFault;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DrawingTest {

    private static final ClusterSpec THREE =
            Cluster.builder().brokers(3).topic("orders", 3).spec();
    private static final Set<Capability> ALL = EnumSet.allOf(Capability.class);
    private static final int SEEDS = 500;

    @Test
    void theSameSeedDrawsTheSameDraft() {
        Drawing drawing = new Drawing(THREE, Mix.usual(), ALL);
        Set<Draft> drafts = new HashSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            assertThat(drawing.draw(seed)).isEqualTo(new Drawing(THREE, Mix.usual(), ALL).draw(seed));
            drafts.add(drawing.draw(seed));
        }
        assertThat(drafts).hasSize(SEEDS);
    }

    @Test
    void everyPlanIsPossibleFiresByEventsAndEnds() {
        Mix all = Mix.usual().of(EnumSet.allOf(Disturbance.class));
        for (long seed = 0; seed < SEEDS; seed++) {
            Draft draft = new Drawing(THREE, all, ALL).draw(seed);

            draft.plan().check(THREE);
            assertThat(draft.plan().faults()).hasSizeBetween(1, 3).allSatisfy(planned -> {
                assertThat(planned.trigger().isWeak()).isFalse();
                assertThat(planned.fault().lasts().isPresent() || isCounted(planned.fault()))
                        .as(planned.fault().describe())
                        .isTrue();
            });
        }
    }

    private static boolean isCounted(Fault fault) {
        return fault instanceof Fault.ResetConnections
                || fault instanceof Fault.Administer
                || (fault instanceof Fault.OnRequests requests && requests.times() > 0);
    }

    @ParameterizedTest
    @EnumSource
    void everyKindIsDrawnWhenAskedFor(Disturbance kind) {
        Drawing drawing = new Drawing(THREE, Mix.usual().of(Set.of(kind)), ALL);

        assertThat(drawing.draw(1).plan().faults()).isNotEmpty();
        drawing.draw(1).plan().check(THREE);
    }

    @Test
    void aFaultTheEngineCannotDoIsNotDrawn() {
        Drawing drawing = new Drawing(THREE, Mix.usual(), Set.of(Capability.PROCESS));
        for (long seed = 0; seed < 100; seed++) {
            for (PlannedFault planned : drawing.draw(seed).plan().faults()) {
                assertThat(planned.fault().needs()).isSubsetOf(Set.of(Capability.PROCESS));
            }
        }
        assertThatThrownBy(() -> new Drawing(THREE, Mix.usual(), Set.of()).draw(1))
                .hasMessageContaining("the engine can do none of");
    }

    @Test
    void oneBrokerHasNoNetworkInside() {
        ClusterSpec one = Cluster.builder().brokers(1).topic("orders", 1).spec();
        for (long seed = 0; seed < SEEDS; seed++) {
            new Drawing(one, Mix.usual(), ALL).draw(seed).plan().check(one);
        }
    }

    @Test
    void aMixThatDrawsNothingIsRefused() {
        assertThatThrownBy(() -> new Mix(Set.of(), 3, Load.usual())).hasMessageContaining("at least one kind");
        assertThatThrownBy(() -> new Drawing(Cluster.builder().brokers(3).spec(), Mix.usual(), ALL))
                .hasMessageContaining("needs a topic");
        assertThatThrownBy(() -> new Load(0, 1, 1, 1)).hasMessageContaining("at least one producer");
    }
}
