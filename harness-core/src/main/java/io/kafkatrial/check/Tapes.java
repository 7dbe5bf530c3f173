/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All {@link Tape}s of a history: by the number of the place, or by name. Confined to one judgement. */
final class Tapes {

    private final Names names;
    private final @Nullable Tape[] byPlace;

    /** Those of partitions that no frequent event mentions, and so have no number. */
    private final Map<Names.Place, Tape> unnumbered = new HashMap<>();

    private final List<Tape> all = new ArrayList<>();

    Tapes(Names names) {
        this.names = names;
        this.byPlace = new @Nullable Tape[names.places().size()];
    }

    /** The tape of a place, new if there was none. */
    Tape at(int place) {
        Tape tape = byPlace[place];
        if (tape == null) {
            Names.Place name = names.places().name(place);
            tape = add(new Tape(name.topic(), name.partition()));
            byPlace[place] = tape;
        }
        return tape;
    }

    /** The tape of a partition, new if there was none. */
    Tape at(String topic, int partition) {
        Names.Place name = new Names.Place(topic, partition);
        int place = names.places().number(name);
        if (place >= 0 && place < byPlace.length) {
            return at(place);
        }
        return unnumbered.computeIfAbsent(name, absent -> add(new Tape(topic, partition)));
    }

    /** The tape of a place, if anything happened there but sends; none of a record that has no place. */
    @Nullable
    Tape find(int place) {
        return place >= 0 && place < byPlace.length ? byPlace[place] : null;
    }

    /** The tape of a partition, if anything happened there but sends. */
    @Nullable
    Tape find(String topic, int partition) {
        Names.Place name = new Names.Place(topic, partition);
        int place = names.places().number(name);
        return place >= 0 && place < byPlace.length ? byPlace[place] : unnumbered.get(name);
    }

    private Tape add(Tape tape) {
        all.add(tape);
        return tape;
    }

    /** Every tape, in the order of first mention. */
    List<Tape> all() {
        return all;
    }

    /** The numbers of places are smaller. */
    int places() {
        return byPlace.length;
    }
}
