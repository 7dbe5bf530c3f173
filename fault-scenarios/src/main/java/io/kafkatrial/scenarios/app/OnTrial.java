/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.app;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.check.Claim;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Side;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A scenario with an application of the user's own in it: on the cluster of the guarded half, under its faults, and judged
 * by its claims, all of which have to hold.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class OnTrial implements Scenario {

    private final Scenario scenario;
    private final OwnApplication application;
    private final List<Claim> claims;

    private OnTrial(Scenario scenario, OwnApplication application, List<Claim> claims) {
        this.scenario = scenario;
        this.application = application;
        this.claims = List.copyOf(claims);
    }

    /**
     * Put an application into a scenario.
     *
     * @param claims what it has to fulfil; none for the claims of the guarded half
     * @throws TrialException if the scenario has no place for an application
     */
    public static Scenario in(Scenario scenario, OwnApplication application, Claim... claims) {
        requireNonNull(scenario, "scenario");
        if (!hasPlace(scenario)) {
            throw AppComplaints.noPlace(scenario.page().name());
        }
        return new OnTrial(scenario, requireNonNull(application, "application"), List.of(claims));
    }

    /**
     * Put an application into those of many scenarios that have a place for it.
     *
     * @param named names of scenarios that were asked for, which must have one
     * @param claims what it has to fulfil; none for the claims of the guarded halves
     * @throws TrialException if one that was asked for has no place, or if none has
     */
    public static List<Scenario> inEach(
            List<Scenario> scenarios, Collection<String> named, OwnApplication application, List<Claim> claims) {
        List<Scenario> inTheirPlace = scenarios.stream()
                .filter(scenario ->
                        hasPlace(scenario) || named.contains(scenario.page().name()))
                .map(scenario -> in(scenario, application, claims.toArray(Claim[]::new)))
                .toList();
        if (inTheirPlace.isEmpty()) {
            throw AppComplaints.noPlaceAnywhere();
        }
        return inTheirPlace;
    }

    /** An application as a workload, wherever one is wanted. */
    public static Half.Work work(OwnApplication application, String scenario) {
        return new OwnWork(application, scenario);
    }

    /** Whether an application of one's own can take the place of its workload. */
    public static boolean hasPlace(Scenario scenario) {
        return scenario.page().application().isPresent();
    }

    @Override
    public Page page() {
        return scenario.page();
    }

    @Override
    public Set<Side> sides() {
        return Set.of(Side.GUARDED);
    }

    @Override
    public Half dangerous() {
        throw AppComplaints.noDangerousHalf(page().name());
    }

    @Override
    public Half guarded() {
        Half half = scenario.guarded();
        List<Expected> expected = claims.isEmpty()
                ? half.expected().stream()
                        .map(each -> Expected.holds(each.claim()))
                        .toList()
                : claims.stream().map(Expected::holds).toList();
        return new Half(
                application.toString(), half.shape(), half.plan(), new OwnWork(application, page().name()), expected);
    }
}
