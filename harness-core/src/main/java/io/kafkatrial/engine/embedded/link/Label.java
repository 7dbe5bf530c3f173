/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.link;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.wire.Decision;
import io.kafkatrial.engine.wire.NamedTopics;
import io.kafkatrial.engine.wire.Requested;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/**
 * What a request between nodes is to Kafka: by this the rules for single requests know it, though no frame of it
 * is ever made. Names are those of Apache Kafka 4.3.1's own clients inside its nodes.
 *
 * @param key its kind
 * @param clientId what the asking part of the node calls itself
 * @param channel the connection it takes; Kafka has several from node to node, one for each purpose
 * @param topics the names of the topics it is about; asked only by rules that name one
 * @param bytes how many it has on a wire, about; asked only where bandwidth is short
 */
public record Label(
        ApiKeys key,
        String clientId,
        Channel channel,
        Supplier<? extends Collection<String>> topics,
        LongSupplier bytes)
        implements Requested {

    private static final long LIGHT_BYTES = 100;

    /** The connections from one node to another. */
    public enum Channel {
        FETCHER,
        TXN_MARKERS,
        TXN_PARTITIONS,
        SHARE_STATE,
        LOG_ENDS,
        HEARTBEAT,
        FORWARDING,
        ALTER_PARTITION,
        DIRECTORY_ASSIGNMENTS,
        RAFT
    }

    public Label {
        requireNonNull(key, "key");
        requireNonNull(clientId, "clientId");
        requireNonNull(channel, "channel");
        requireNonNull(topics, "topics");
        requireNonNull(bytes, "bytes");
    }

    /** A light request. */
    public Label(ApiKeys key, String clientId, Channel channel, Supplier<? extends Collection<String>> topics) {
        this(key, clientId, channel, topics, () -> LIGHT_BYTES);
    }

    /** A light request about no topic. */
    public Label(ApiKeys key, String clientId, Channel channel) {
        this(key, clientId, channel, List::of);
    }

    /**
     * The names of the topics in the body of a request.
     *
     * @param nameOfId the name of a topic by its id in Kafka's text form, if it is known
     */
    public static Set<String> topics(ApiMessage body, Function<String, Optional<String>> nameOfId) {
        return NamedTopics.in(body)
                .map(topic -> topic.nameBy(nameOfId))
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    @Override
    public boolean isA(String api) {
        return key.name.equalsIgnoreCase(api)
                || (channel == Channel.FORWARDING && ApiKeys.ENVELOPE.name.equalsIgnoreCase(api));
    }

    @Override
    public boolean isBy(String id) {
        return clientId.equals(id);
    }

    @Override
    public boolean names(String topic) {
        return topics.get().contains(topic);
    }

    @Override
    public Decision refused(Errors error) {
        return new Decision.Refusal(error);
    }
}
