/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import java.util.Objects;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * What many events have in common, said once: their kind, topic, partition, producer, reader and group. An
 * event is a lane and a few numbers: time, sequence, offset, key. A history has few lanes, so a check may
 * work out what it needs to know of a lane once, and keep it in an array by {@link #index()}.
 *
 * <p>The numbers of topics, places, producers, readers and groups are dense, from 0; {@link #NONE} where
 * there is none. What has a number has a name in {@link Names}. Immutable.
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class Lane {

    /** No such thing: the number of what is absent. */
    public static final int NONE = -1;

    /** The lane of all events that are kept as they are. */
    static final Lane OBJECTS = new Lane(NONE, new Parts(), new Names());

    private final int index;
    private final Kind kind;
    private final int topic;
    private final int partition;
    private final int place;
    private final int producer;
    private final int reader;
    private final int group;
    private final @Nullable String word;
    private final boolean hasOffset;
    private final Names names;

    Lane(int index, Parts parts, Names names) {
        this.index = index;
        this.kind = parts.kind;
        this.names = names;
        this.topic = names.topics().intern(parts.topic);
        this.partition = parts.partition;
        this.place = parts.partition == NONE || parts.topic == null ? NONE : names.place(topic, parts.partition);
        this.producer = names.producers().intern(parts.producer);
        this.reader = names.readers().intern(parts.reader);
        this.group = names.groups().intern(parts.group);
        this.word = parts.word;
        this.hasOffset = !kind.offset().isEmpty();
    }

    boolean is(Parts parts) {
        return kind == parts.kind
                && partition == parts.partition
                && Objects.equals(names.topics().nameOrNull(topic), parts.topic)
                && Objects.equals(names.producers().nameOrNull(producer), parts.producer)
                && Objects.equals(names.readers().nameOrNull(reader), parts.reader)
                && Objects.equals(names.groups().nameOrNull(group), parts.group)
                && Objects.equals(word, parts.word);
    }

    /** Set the common parts of an event; its numbers stay as they are. */
    void putInto(Parts parts) {
        parts.kind = kind;
        parts.topic = names.topics().nameOrNull(topic);
        parts.partition = partition;
        parts.producer = names.producers().nameOrNull(producer);
        parts.reader = names.readers().nameOrNull(reader);
        parts.group = names.groups().nameOrNull(group);
        parts.word = word;
    }

    /** The lane of all events that have to be asked themselves: of kind {@link Kind#OTHER}. */
    public static Lane other() {
        return OBJECTS;
    }

    /** Its number among the lanes of its history, from 0. */
    public int index() {
        return index;
    }

    /** The kind of its events. */
    public Kind kind() {
        return kind;
    }

    /** The topic's number. */
    public int topic() {
        return topic;
    }

    /** The partition; {@link #NONE} for a send that left it to the partitioner. */
    public int partition() {
        return partition;
    }

    /** The number of the partition of the topic, over all topics. */
    public int place() {
        return place;
    }

    /** The number of the producer in its records' identities; {@link #NONE} if they have none. */
    public int producer() {
        return producer;
    }

    /** The number of the consumer, or of the application that reports effects. */
    public int reader() {
        return reader;
    }

    /** The number of the consumer's group. */
    public int group() {
        return group;
    }

    /** Whether its events carry the identity of a record. */
    public boolean hasSequence() {
        return producer != NONE;
    }

    /** Whether its events carry an offset. */
    public boolean hasOffset() {
        return hasOffset;
    }

    /** The broker of a {@link Kind#REPLICA_FOUND}. */
    public int broker() {
        return kind == Kind.REPLICA_FOUND && word != null ? Integer.parseInt(word) : NONE;
    }

    /** Whether its events may carry a key. */
    public boolean hasKey() {
        return kind == Kind.SEND_INVOKED;
    }
}
