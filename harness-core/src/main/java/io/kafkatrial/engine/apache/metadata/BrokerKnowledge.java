/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache.metadata;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * What a broker itself knows of the cluster. It learns a moment after the controllers have committed, and until then
 * it tells clients of topics that are gone, or that there is no such topic. Stateless but for the addresses.
 */
public final class BrokerKnowledge {

    private static final short VERSION = 8;
    private static final int TIMEOUT_MS = 1_000;

    private final ClusterView view;
    private final Map<Integer, InetSocketAddress> brokers;

    /** Compare with {@code view}. */
    public BrokerKnowledge(ClusterView view, Map<Integer, InetSocketAddress> brokers) {
        this.view = view;
        this.brokers = Map.copyOf(brokers);
    }

    /** Whether the broker knows exactly the topics there are, and a leader of each of their partitions. */
    public boolean isCurrent(int broker) {
        InetSocketAddress address = brokers.get(broker);
        if (address == null) {
            return false;
        }
        MetadataRequestData all = new MetadataRequestData().setTopics(null).setAllowAutoTopicCreation(false);
        try (WireConnection open = new WireConnection(address, TIMEOUT_MS)) {
            MetadataResponseData answer = open.ask(ApiKeys.METADATA, VERSION, all, new MetadataResponseData());
            List<MetadataResponseTopic> topics = List.copyOf(answer.topics());
            Set<String> names = topics.stream().map(MetadataResponseTopic::name).collect(Collectors.toSet());
            return names.equals(view.topics())
                    && topics.stream()
                            .flatMap(topic -> topic.partitions().stream())
                            .allMatch(partition -> partition.leaderId() >= 0);
        } catch (IOException away) {
            return false;
        }
    }
}
