/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.witness;

import io.kafkatrial.engine.WireRecording;
import io.kafkatrial.history.Event;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the witness of a cluster's wire stands, if there is one: one history at a time. Doors ask for a tap for each
 * connection; without a witness a tap costs one look. Safe for use by several threads.
 */
public final class WitnessStand {

    private final Function<String, Optional<String>> topicNames;
    private final InstantSource clock;
    private volatile @Nullable Witness witness;

    /**
     * Nobody stands here yet.
     *
     * @param topicNames the name of a topic by its id in Kafka's text form, if it is known
     */
    public WitnessStand(Function<String, Optional<String>> topicNames, InstantSource clock) {
        this.topicNames = topicNames;
        this.clock = clock;
    }

    /** Let a new witness write from now on; the one before has nothing more to say. */
    public WireRecording begin(Consumer<Event> history) {
        Witness before = witness;
        if (before != null) {
            before.finish();
        }
        Witness next = new Witness(new Notes(history, clock), topicNames);
        witness = next;
        return next;
    }

    /** A tap for a new connection of a client. */
    public WireTap tap() {
        return new WireTap(this);
    }

    @Nullable
    Witness witness() {
        return witness;
    }
}
