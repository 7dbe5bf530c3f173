/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.run;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Side;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * One run: half a scenario on an engine with a seed. A value.
 *
 * @param engine the engine's name
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record Job(Scenario scenario, Side side, String engine, long seed) {

    public Job {
        requireNonNull(scenario, "scenario");
        requireNonNull(side, "side");
        requireNonNull(engine, "engine");
    }

    /** The scenario's name. */
    public String name() {
        return scenario.page().name();
    }

    /** {@code leader-crash, guarded}. */
    public String title() {
        return name() + ", " + side;
    }

    /** What runs. */
    public Half half() {
        return scenario.half(side);
    }

    /** {@code leader-crash-guarded-embedded-42}: names no other run of the same order. */
    public String id() {
        return name() + "-" + side + "-" + engine + "-" + seed;
    }

    /** The same but for the seed. */
    boolean isSibling(Job other) {
        return name().equals(other.name()) && side == other.side && engine.equals(other.engine);
    }

    @Override
    public String toString() {
        return title() + ", on " + engine + " with seed " + seed;
    }
}
