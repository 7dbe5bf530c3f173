/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.History;
import io.kafkatrial.history.Kind;
import io.kafkatrial.history.Lane;
import io.kafkatrial.history.Names;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Who saw which record: groups were handed it, applications processed it, the final read found it. Groups and
 * applications by their numbers. Confined to one judgement.
 */
final class Readers {

    private final Names names;
    private final int records;
    private final int[][] groupsOf;
    private final int[][] applicationsOf;
    private final @Nullable Sightings[] deliveries;
    private final @Nullable Sightings[] effects;
    private final Finds finds;

    Readers(History history, Records marks) {
        names = history.names();
        records = history.records();
        groupsOf = new int[names.topics().size()][];
        applicationsOf = new int[names.topics().size()][];
        for (int topic = 0; topic < groupsOf.length; topic++) {
            groupsOf[topic] = those(history, topic, Kind.POLLED, Lane::group, names.groups());
            applicationsOf[topic] = those(history, topic, Kind.PROCESSED, Lane::reader, names.readers());
        }
        deliveries = new @Nullable Sightings[names.groups().size() + 1];
        effects = new @Nullable Sightings[names.readers().size()];
        finds = new Finds(history, marks);
    }

    /** Lanes are there because there was an event: so they say who reads what, in the order of names. */
    private static int[] those(
            History history, int topic, Kind kind, ToIntFunction<Lane> who, Names.Table<String> names) {
        return history.lanes().stream()
                .filter(lane -> lane.topic() == topic && lane.kind() == kind && who.applyAsInt(lane) != Lane.NONE)
                .map(who::applyAsInt)
                .distinct()
                .sorted(Comparator.comparing(names::name))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The groups that were handed records of a topic, in the order of their names. */
    int[] groupsOf(int topic) {
        return groupsOf[topic];
    }

    /** The applications that reported effects of a topic's records, in the order of their names. */
    int[] applicationsOf(int topic) {
        return applicationsOf[topic];
    }

    /** Whether any application reported effects of a topic's records. */
    boolean hasEffects(String topic) {
        int number = names.topics().number(topic);
        return number >= 0 && number < applicationsOf.length && applicationsOf[number].length > 0;
    }

    /**
     * Whether the order in which the reader of this lane gets records is judged: effects where the topic has
     * any, else deliveries to groups.
     */
    boolean isJudged(Lane lane) {
        return lane.kind() == Kind.PROCESSED
                || (lane.kind() == Kind.POLLED
                        && lane.group() != Lane.NONE
                        && applicationsOf[lane.topic()].length == 0);
    }

    /** Where sightings of this lane belong: it must be one of a poll, an effect or the final read. */
    Sightings sightings(Lane lane) {
        return switch (lane.kind()) {
            case POLLED -> deliveriesTo(lane.group());
            case PROCESSED -> effectsBy(lane.reader());
            default -> finds;
        };
    }

    /** What consumers of a group were handed; of no group if {@link Lane#NONE}. */
    Sightings deliveriesTo(int group) {
        return at(deliveries, group + 1);
    }

    /** What an application processed. */
    Sightings effectsBy(int reader) {
        return at(effects, reader);
    }

    /** What the final read found. */
    Finds finds() {
        return finds;
    }

    /** What the final read found and consumers were handed. */
    List<Sightings> read() {
        List<Sightings> all = new ArrayList<>();
        all.add(finds);
        addTo(all, deliveries);
        return all;
    }

    /** What consumers were handed, of every group and of none. */
    List<Sightings> deliveries() {
        List<Sightings> all = new ArrayList<>();
        addTo(all, deliveries);
        return all;
    }

    private Sightings at(@Nullable Sightings[] all, int index) {
        Sightings sightings = all[index];
        if (sightings == null) {
            sightings = new Sightings(records);
            all[index] = sightings;
        }
        return sightings;
    }

    /** Everything anybody saw: the final read first, then consumers, then applications. */
    List<Sightings> all() {
        List<Sightings> all = read();
        addTo(all, effects);
        return all;
    }

    private static void addTo(List<Sightings> all, @Nullable Sightings[] some) {
        for (Sightings sightings : some) {
            if (sightings != null) {
                all.add(sightings);
            }
        }
    }

    /** The first position at which anybody saw the record; {@link Positions#NONE} if nobody did. */
    int firstSeen(int record) {
        int seen = Positions.NONE;
        for (Sightings sightings : all()) {
            int first = sightings.first(record);
            seen = first == Positions.NONE ? seen : seen == Positions.NONE ? first : Math.min(seen, first);
        }
        return seen;
    }
}
