/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.metadata.MetadataCache;

/**
 * Which topics and partitions an offset commit is about, in a transaction or not: the coordinator does not know what
 * exists, so it is looked up before.
 *
 * @param byId whether the request names topics by id
 */
record CommitTargets(MetadataCache metadata, boolean byId) {

    /**
     * A topic by both its names.
     *
     * @param error why it is not there; NONE if it is
     */
    record Target(String name, Uuid id, Errors error) {}

    /** Look a topic up by what the request has of it. */
    Target find(String name, Uuid id) {
        if (byId) {
            String found = metadata.getTopicName(id).orElse(name);
            return new Target(found, id, found.isEmpty() ? Errors.UNKNOWN_TOPIC_ID : known(id));
        }
        Uuid found = metadata.getTopicId(name);
        return new Target(name, found, known(found));
    }

    private static Errors known(Uuid id) {
        return id.equals(Uuid.ZERO_UUID) ? Errors.UNKNOWN_TOPIC_OR_PARTITION : Errors.NONE;
    }

    /** The partitions that exist; {@code missing} is told the others. */
    <P> List<P> existing(Target topic, List<P> partitions, ToIntFunction<P> index, IntConsumer missing) {
        List<P> existing = new ArrayList<>();
        for (P partition : partitions) {
            int number = index.applyAsInt(partition);
            if (metadata.getLeaderAndIsr(topic.name(), number).isPresent()) {
                existing.add(partition);
            } else {
                missing.accept(number);
            }
        }
        return existing;
    }
}
