/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * Everything in a history that has a name, numbered from 0 in the order of its first mention. Grows while
 * recording: a check of a history meets the numbers in it, and may meet names that came later. Safe for
 * use by several threads; only the recorder's encoder adds.
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class Names {

    /** A partition of a topic. */
    public record Place(String topic, int partition) {

        @Override
        public String toString() {
            return topic + "-" + partition;
        }
    }

    private final Table<String> topics = new Table<>();
    private final Table<Place> places = new Table<>();
    private final Table<String> producers = new Table<>();
    private final Table<String> readers = new Table<>();
    private final Table<String> groups = new Table<>();

    Names() {}

    /** The topics. */
    public Table<String> topics() {
        return topics;
    }

    /** The partitions of all topics. */
    public Table<Place> places() {
        return places;
    }

    /** The producers, as they appear in identities. */
    public Table<String> producers() {
        return producers;
    }

    /** Consumers, and applications that report effects. */
    public Table<String> readers() {
        return readers;
    }

    /** The consumer groups. */
    public Table<String> groups() {
        return groups;
    }

    int place(int topic, int partition) {
        return places.intern(new Place(topics.name(topic), partition));
    }

    /** Things of one sort and their numbers. */
    public static final class Table<T> {

        private final List<T> byNumber = new CopyOnWriteArrayList<>();
        private final Map<T, Integer> numbers = new ConcurrentHashMap<>();

        Table() {}

        int intern(@Nullable T name) {
            if (name == null) {
                return Lane.NONE;
            }
            Integer known = numbers.get(name);
            if (known != null) {
                return known;
            }
            byNumber.add(name);
            numbers.put(name, byNumber.size() - 1);
            return byNumber.size() - 1;
        }

        /** How many there are; their numbers are smaller. */
        public int size() {
            return byNumber.size();
        }

        /** What has this number. */
        public T name(int number) {
            return byNumber.get(number);
        }

        @Nullable
        T nameOrNull(int number) {
            return number == Lane.NONE ? null : byNumber.get(number);
        }

        /** The number of this one; {@link Lane#NONE} if the history does not know it. */
        public int number(T name) {
            return numbers.getOrDefault(name, Lane.NONE);
        }
    }
}
