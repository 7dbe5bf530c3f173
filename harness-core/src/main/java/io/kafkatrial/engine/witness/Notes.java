/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.witness;

import io.kafkatrial.history.Event;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/** Where a {@link Witness} writes, and what it could not see. Guarded by it. */
final class Notes {

    private final Consumer<Event> history;
    private final InstantSource clock;
    private final Set<String> blindSpots = new TreeSet<>();

    Notes(Consumer<Event> history, InstantSource clock) {
        this.history = history;
        this.clock = clock;
    }

    void write(Function<Instant, Event> event) {
        history.accept(event.apply(clock.instant()));
    }

    void missed(String why) {
        blindSpots.add(why);
    }

    Set<String> blindSpots() {
        return blindSpots;
    }
}
