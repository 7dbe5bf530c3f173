/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.Kind;
import io.kafkatrial.history.Lane;
import io.kafkatrial.history.Names;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the history says of its clients: which threads' sends come from one producer, under which isolation a
 * consumer reads, which groups are share groups. Of a consumer that was not announced nothing is known, and
 * nothing is concluded from what it did not say. Confined to one judgement.
 */
final class Clients extends Watcher {

    private static final byte READ_COMMITTED = 1;
    private static final byte READ_UNCOMMITTED = 2;
    private static final byte SHARE = 4;

    private final Names names;
    private final byte[] consumers;
    private final Map<String, String> producerOfLane = new HashMap<>();
    private final Map<String, Event.ProducerOpened> producers = new HashMap<>();
    private final Map<String, Event.ConsumerOpened> announced = new HashMap<>();
    private final Map<String, Integer> born = new HashMap<>();
    private final Set<String> shareGroups = new HashSet<>();
    private final @Nullable String[] names2producer;

    Clients(Ledger ledger) {
        super(Kind.OTHER);
        names = ledger.names;
        consumers = new byte[names.readers().size()];
        names2producer = new @Nullable String[names.producers().size()];
    }

    @Override
    void see(Cursor at, Lane lane) {
        Event event = at.event();
        if (event instanceof Event.ConsumerOpened opened) {
            consumer(opened);
            opened.group().ifPresent(group -> born.putIfAbsent(group, at.position()));
        } else if (event instanceof Event.LaneOpened opened) {
            producerOfLane.put(opened.lane(), opened.producer());
            Arrays.fill(names2producer, null);
        } else if (event instanceof Event.ProducerOpened opened) {
            producers.put(opened.producer(), opened);
        }
    }

    private void consumer(Event.ConsumerOpened opened) {
        announced.put(opened.consumer(), opened);
        int number = names.readers().number(opened.consumer());
        boolean share = opened.protocol().equals("share");
        if (share) {
            opened.group().ifPresent(shareGroups::add);
        }
        if (number >= 0 && number < consumers.length) {
            byte isolation = opened.isolation().equals("read_committed") ? READ_COMMITTED : READ_UNCOMMITTED;
            consumers[number] = (byte) (isolation | (share ? SHARE : 0));
        }
    }

    /** The producer to which sends of this lane belong: the lane's own name unless it was announced otherwise. */
    String producer(String lane) {
        return producerOfLane.getOrDefault(lane, lane);
    }

    /** The same, by the number of the lane's name. */
    String producer(int lane) {
        String known = names2producer[lane];
        if (known == null) {
            known = producer(names.producers().name(lane));
            names2producer[lane] = known;
        }
        return known;
    }

    Event.@Nullable ProducerOpened opened(String producer) {
        return producers.get(producer);
    }

    /** Whether the producer of this lane is known to wait for all in-sync replicas. */
    boolean waitsForAll(int lane) {
        Event.ProducerOpened its = opened(producer(lane));
        return its != null && its.acks().equals("all");
    }

    Event.@Nullable ConsumerOpened consumer(String consumer) {
        return announced.get(consumer);
    }

    /** Whether a consumer is known to read committed records only. */
    boolean readsCommitted(int reader) {
        return (consumers[reader] & READ_COMMITTED) != 0;
    }

    /** Whether the consumer was announced and is no member of a share group: its positions can be followed. */
    boolean hasPositions(int reader) {
        return consumers[reader] != 0 && (consumers[reader] & SHARE) == 0;
    }

    /** Where the first member of a group was announced; {@link Positions#NONE} if none was. */
    int bornAt(String group) {
        return born.getOrDefault(group, Positions.NONE);
    }

    boolean isShare(String group) {
        return shareGroups.contains(group);
    }

    @Override
    void end(Consumer<Anomaly> report) {}
}
