/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.wire;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.ShareFetchRequestData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.requests.FetchMetadata;
import org.apache.kafka.common.requests.ShareRequestMetadata;

/**
 * The topics of the fetch sessions on one connection (KIP-227, KIP-932): after its first request a session names
 * only what changes, yet asks for all. A client has at most one session of a kind on a connection, and begins
 * a new one when it has to connect again, so requests alone tell. Confined to the reader of the connection.
 */
final class SessionTopics {

    private record Part(NamedTopics.Topic topic, int partition) {}

    private final Set<Part> fetched = new HashSet<>();
    private final Set<Part> shared = new HashSet<>();

    /** All topics this request asks for, and take note of what it changes. */
    Set<NamedTopics.Topic> asked(ApiMessage body) {
        if (body instanceof FetchRequestData fetch) {
            return fetch(fetch);
        } else if (body instanceof ShareFetchRequestData fetch) {
            return fetch(fetch);
        }
        return NamedTopics.in(body).collect(Collectors.toSet());
    }

    private Set<NamedTopics.Topic> fetch(FetchRequestData fetch) {
        int epoch = fetch.sessionEpoch();
        if (epoch == FetchMetadata.INITIAL_EPOCH || epoch == FetchMetadata.FINAL_EPOCH) {
            fetched.clear();
        }
        fetch.forgottenTopicsData()
                .forEach(topic -> fetched.removeAll(
                        parts(NamedTopics.topic(topic.topic(), topic.topicId()), topic.partitions().stream())));
        fetch.topics()
                .forEach(topic -> fetched.addAll(parts(
                        NamedTopics.topic(topic.topic(), topic.topicId()),
                        topic.partitions().stream().map(part -> part.partition()))));
        return topics(fetched);
    }

    private Set<NamedTopics.Topic> fetch(ShareFetchRequestData fetch) {
        if (fetch.shareSessionEpoch() == ShareRequestMetadata.INITIAL_EPOCH) {
            shared.clear();
        }
        fetch.forgottenTopicsData()
                .forEach(topic ->
                        shared.removeAll(parts(NamedTopics.topic("", topic.topicId()), topic.partitions().stream())));
        fetch.topics()
                .forEach(topic -> shared.addAll(parts(
                        NamedTopics.topic("", topic.topicId()),
                        topic.partitions().stream().map(part -> part.partitionIndex()))));
        return topics(shared);
    }

    private static Set<Part> parts(NamedTopics.Topic topic, Stream<Integer> partitions) {
        return partitions.map(index -> new Part(topic, index)).collect(Collectors.toSet());
    }

    private static Set<NamedTopics.Topic> topics(Set<Part> session) {
        return session.stream().map(Part::topic).collect(Collectors.toSet());
    }
}
