/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SidesTest {

    private static Set<Direction> cuts(int brokers, int controllers, Split split) {
        FaultStand stand = new FaultStand(brokers, controllers, Optional.empty());
        stand.inject(new Fault.SplitNetwork(split, Optional.empty()));
        Set<Direction> cuts = new HashSet<>();
        for (Lever lever : stand.cluster.pulled()) {
            Lever.Cut cut = (Lever.Cut) lever;
            cuts.add(new Direction(cut.from(), cut.to()));
        }
        return cuts;
    }

    private static Direction brokers(int from, int to) {
        return new Direction(Endpoint.broker(from), Endpoint.broker(to));
    }

    /** Whom a broker hears, itself included. */
    private static Set<Integer> heard(int broker, int brokers, Set<Direction> cuts) {
        Set<Integer> heard = new HashSet<>();
        IntStream.rangeClosed(1, brokers)
                .filter(from -> !cuts.contains(brokers(from, broker)))
                .forEach(heard::add);
        return heard;
    }

    @Test
    void isolatedBrokerReachesNobodyAndOthersEachOther() {
        // When
        Set<Direction> cuts = cuts(3, 1, Split.of(Split.Shape.ISOLATE).around(Target.leaderOf("orders-0")));
        // Then
        assertThat(cuts).containsExactlyInAnyOrder(brokers(1, 2), brokers(1, 3), brokers(2, 1), brokers(3, 1));
    }

    @Test
    void clientsAndControllersGoWithTheRestIfAsked() {
        // When
        Set<Direction> cuts = cuts(
                3,
                1,
                Split.of(Split.Shape.ISOLATE)
                        .around(Target.broker(2))
                        .withClients()
                        .withControllers());
        // Then
        assertThat(cuts)
                .contains(
                        new Direction(Endpoint.clients(), Endpoint.broker(2)),
                        new Direction(Endpoint.broker(2), Endpoint.clients()))
                .anyMatch(cut -> cut.from().equals(Endpoint.broker(2)) && cut.to() instanceof Endpoint.Controller);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6})
    void halvesAreTwoSidesThatDoNotReachEachOther(int brokers) {
        // When
        Set<Direction> cuts = cuts(brokers, 1, Split.of(Split.Shape.HALVES).around(Target.broker(1)));
        // Then
        Set<Integer> smaller = heard(1, brokers, cuts);
        assertThat(smaller).hasSize(brokers / 2).contains(1);
        for (int broker = 1; broker <= brokers; broker++) {
            Set<Integer> heard = heard(broker, brokers, cuts);
            assertThat(heard.equals(smaller) || java.util.Collections.disjoint(heard, smaller))
                    .isTrue();
        }
    }

    @Test
    void bridgeReachesBothSides() {
        // When
        Set<Direction> cuts = cuts(5, 1, Split.of(Split.Shape.BRIDGE).around(Target.broker(3)));
        // Then
        assertThat(heard(3, 5, cuts)).hasSize(5);
        assertThat(List.of(1, 2, 4, 5))
                .allMatch(broker -> heard(broker, 5, cuts).size() == 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 7})
    void everybodyInTheRingHearsAnotherMajority(int brokers) {
        // When
        Set<Direction> cuts = cuts(brokers, 1, Split.of(Split.Shape.MAJORITY_RING));
        // Then
        Set<Set<Integer>> majorities = new HashSet<>();
        for (int broker = 1; broker <= brokers; broker++) {
            Set<Integer> heard = heard(broker, brokers, cuts);
            assertThat(heard).hasSize(brokers / 2 + 1).contains(broker);
            majorities.add(heard);
        }
        assertThat(majorities).hasSize(brokers);
    }

    @Test
    void sameSeedDrawsTheSameSides() {
        assertThat(cuts(5, 3, Split.of(Split.Shape.HALVES).withControllers()))
                .isEqualTo(cuts(5, 3, Split.of(Split.Shape.HALVES).withControllers()));
    }
}
