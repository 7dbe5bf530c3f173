/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import io.kafkatrial.history.RecordId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Who the records are that consumers were handed out, by their places, and which of a key came last: for {@link Effects},
 * which are told of places or keys. A few bytes a record, as everything is kept that was read. Safe for use by several
 * threads.
 */
final class Handed {

    private final Map<TopicPartition, Shelf> shelves = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Trail.Place>> lastOfKey = new ConcurrentHashMap<>();

    /** Those of a partition. */
    Shelf shelf(TopicPartition partition) {
        return shelves.computeIfAbsent(partition, its -> new Shelf());
    }

    /** The last of each key of a topic, by the key's digest. */
    Map<String, Trail.Place> lastOfKeys(String topic) {
        return lastOfKey.computeIfAbsent(topic, its -> new ConcurrentHashMap<>());
    }

    /** The record of this key, by its digest, that was handed out last. */
    Optional<Trail.Place> lastOf(String topic, String key) {
        return Optional.ofNullable(lastOfKeys(topic).get(key));
    }

    /** The record that was handed out from this place. */
    Optional<RecordId> idAt(Trail.Place place) {
        Shelf shelf = shelves.get(new TopicPartition(place.topic(), place.partition()));
        return shelf == null ? Optional.empty() : shelf.idAt(place.offset());
    }

    /** Identities by offset, on pages. Guarded by itself. */
    static final class Shelf {
        private static final int PAGE = 256;

        private final Map<Long, Page> pages = new HashMap<>();
        private long lastNumber = -1;
        private @Nullable Page last;

        private static final class Page {
            final @Nullable String[] producers = new @Nullable String[PAGE];
            final long[] sequences = new long[PAGE];
        }

        synchronized void put(long offset, String producer, long sequence) {
            long number = offset / PAGE;
            Page page = last;
            if (page == null || number != lastNumber) {
                page = pages.computeIfAbsent(number, its -> new Page());
                last = page;
                lastNumber = number;
            }
            page.producers[(int) (offset % PAGE)] = producer;
            page.sequences[(int) (offset % PAGE)] = sequence;
        }

        synchronized Optional<RecordId> idAt(long offset) {
            Page page = pages.get(offset / PAGE);
            String producer = page == null ? null : page.producers[(int) (offset % PAGE)];
            return page == null || producer == null
                    ? Optional.empty()
                    : Optional.of(new RecordId(producer, page.sequences[(int) (offset % PAGE)]));
        }
    }
}
