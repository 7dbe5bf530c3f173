/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.metadata;

import io.kafkatrial.engine.ClusterSecurity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.message.DescribeAclsRequestData;
import org.apache.kafka.common.message.DescribeAclsResponseData;
import org.apache.kafka.common.message.DescribeUserScramCredentialsRequestData;
import org.apache.kafka.common.message.DescribeUserScramCredentialsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What a broker itself knows of the cluster. It learns a moment after the controllers have committed, and until then
 * it tells clients of topics that are gone, or that there is no such topic. Stateless but for the addresses.
 */
public final class BrokerKnowledge {

    private static final short VERSION = 8;
    private static final short DESCRIBE_ACLS_VERSION = 3;
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

    /** Whether every broker that is let in and answers knows this topic with so many partitions; 0 is no such topic. */
    boolean isKnown(String topic, int partitions) {
        return brokers.entrySet().stream()
                .filter(broker -> view.broker(broker.getKey()).serving())
                .allMatch(broker -> isKnown(broker.getValue(), topic, partitions));
    }

    private static boolean isKnown(InetSocketAddress address, String topic, int partitions) {
        MetadataRequestData all = new MetadataRequestData().setTopics(null).setAllowAutoTopicCreation(false);
        try (WireConnection open = new WireConnection(address, TIMEOUT_MS)) {
            MetadataResponseData answer = open.ask(ApiKeys.METADATA, VERSION, all, new MetadataResponseData());
            return answer.topics().stream()
                            .filter(known -> topic.equals(known.name()))
                            .mapToInt(known -> known.partitions().size())
                            .sum()
                    == partitions;
        } catch (IOException away) {
            return true; // one that is down or frozen is not waited for
        }
    }

    /** The settings and quotas these brokers know of. */
    BrokerSettings settings() {
        return new BrokerSettings(view, brokers);
    }

    /** Whether the broker answers at all. */
    public boolean isAwake(int broker) {
        InetSocketAddress address = brokers.get(broker);
        if (address == null) {
            return false;
        }
        MetadataRequestData nothing =
                new MetadataRequestData().setTopics(List.of()).setAllowAutoTopicCreation(false);
        try (WireConnection open = new WireConnection(address, TIMEOUT_MS)) {
            open.ask(ApiKeys.METADATA, VERSION, nothing, new MetadataResponseData());
            return true;
        } catch (IOException away) {
            return false;
        }
    }

    /** Whether the broker knows the users and the access rules of a new cluster. */
    public boolean hasLetIn(int broker, ClusterSecurity security) {
        InetSocketAddress address = brokers.get(broker);
        Admission admission = Admission.of(security);
        if (address == null) {
            return false;
        }
        try (WireConnection open = new WireConnection(address, TIMEOUT_MS)) {
            return (admission.users().isEmpty()
                            || credentials(open) >= admission.users().size())
                    && (admission.rules().isEmpty()
                            || rules(open) >= admission.rules().size());
        } catch (IOException away) {
            return false;
        }
    }

    private static long credentials(WireConnection open) throws IOException {
        return open
                .ask(
                        ApiKeys.DESCRIBE_USER_SCRAM_CREDENTIALS,
                        (short) 0,
                        new DescribeUserScramCredentialsRequestData().setUsers(null),
                        new DescribeUserScramCredentialsResponseData())
                .results()
                .stream()
                .mapToLong(user -> user.credentialInfos().size())
                .sum();
    }

    private static long rules(WireConnection open) throws IOException {
        DescribeAclsRequestData all = new DescribeAclsRequestData()
                .setResourceTypeFilter(ResourceType.ANY.code())
                .setResourceNameFilter(null)
                .setPrincipalFilter(null)
                .setHostFilter(null)
                .setPatternTypeFilter(PatternType.ANY.code())
                .setOperation(AclOperation.ANY.code())
                .setPermissionType(AclPermissionType.ANY.code());
        return open
                .ask(ApiKeys.DESCRIBE_ACLS, DESCRIBE_ACLS_VERSION, all, new DescribeAclsResponseData())
                .resources()
                .stream()
                .mapToLong(resource -> resource.acls().size())
                .sum();
    }
}
