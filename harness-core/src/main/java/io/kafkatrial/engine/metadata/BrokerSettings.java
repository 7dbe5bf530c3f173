/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.metadata;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.DescribeClientQuotasRequestData;
import org.apache.kafka.common.message.DescribeClientQuotasRequestData.ComponentData;
import org.apache.kafka.common.message.DescribeClientQuotasResponseData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResourceResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.requests.DescribeClientQuotasRequest;
import org.apache.kafka.common.requests.DescribeConfigsResponse.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * What the brokers know of settings and quotas, each asked for itself: a client asks any one of them, and one that
 * was a moment slower than the last tells of the value before. Brokers that are down, frozen or not let in are not
 * asked. Stateless but for the addresses.
 */
final class BrokerSettings {

    private static final short CONFIGS_VERSION = 4;
    private static final short QUOTAS_VERSION = 1;
    private static final int TIMEOUT_MS = 1_000;

    private final ClusterView view;
    private final Map<Integer, InetSocketAddress> brokers;

    BrokerSettings(ClusterView view, Map<Integer, InetSocketAddress> brokers) {
        this.view = view;
        this.brokers = Map.copyOf(brokers);
    }

    /** A question to one broker. */
    private interface Question<T> {
        T ask(WireConnection broker) throws IOException;
    }

    /** The different values that brokers say a resource has of its own; one element when they agree. */
    Set<Optional<String>> configs(ConfigResource resource, String key) {
        return askEach(resource, broker -> config(broker, resource, key));
    }

    /** The names of all settings a broker tells of; empty if none answers. */
    Set<String> names() {
        for (Map.Entry<Integer, InetSocketAddress> broker : brokers.entrySet()) {
            ConfigResource own = new ConfigResource(
                    ConfigResource.Type.BROKER, broker.getKey().toString());
            Set<Set<String>> said = askEach(own, open -> names(open, own));
            if (!said.isEmpty()) {
                return said.iterator().next();
            }
        }
        return Set.of();
    }

    private static Set<String> names(WireConnection broker, ConfigResource own) throws IOException {
        return describe(broker, own, null).stream()
                .map(DescribeConfigsResourceResult::name)
                .collect(Collectors.toSet());
    }

    private static List<DescribeConfigsResourceResult> describe(
            WireConnection broker, ConfigResource resource, @Nullable List<String> keys) throws IOException {
        DescribeConfigsRequestData request = new DescribeConfigsRequestData()
                .setResources(List.of(new DescribeConfigsResource()
                        .setResourceType(resource.type().id())
                        .setResourceName(resource.name())
                        .setConfigurationKeys(keys)));
        return broker
                .ask(ApiKeys.DESCRIBE_CONFIGS, CONFIGS_VERSION, request, new DescribeConfigsResponseData())
                .results()
                .stream()
                .flatMap(result -> result.configs().stream())
                .toList();
    }

    /** The different values that brokers say this quota has; one element when they agree. */
    Set<OptionalDouble> quotas(ClientQuotaEntity whom, String key) {
        return askEach(null, broker -> quota(broker, whom, key));
    }

    /** A broker answers for settings of its own and for those of no broker. */
    private <T> Set<T> askEach(@Nullable ConfigResource resource, Question<T> question) {
        Set<T> answers = new HashSet<>();
        brokers.forEach((id, address) -> {
            boolean other = resource != null
                    && resource.type() == ConfigResource.Type.BROKER
                    && !resource.isDefault()
                    && !resource.name().equals(Integer.toString(id));
            if (other || !view.broker(id).serving()) {
                return;
            }
            try (WireConnection open = new WireConnection(address, TIMEOUT_MS)) {
                answers.add(question.ask(open));
            } catch (IOException away) {
                // one that is down or frozen is not waited for
            }
        });
        return answers;
    }

    private static Optional<String> config(WireConnection broker, ConfigResource resource, String key)
            throws IOException {
        byte own = source(resource).id();
        return describe(broker, resource, List.of(key)).stream()
                .filter(config -> config.name().equals(key) && config.configSource() == own)
                .findFirst()
                .map(DescribeConfigsResourceResult::value);
    }

    private static ConfigSource source(ConfigResource resource) {
        if (resource.type() == ConfigResource.Type.TOPIC) {
            return ConfigSource.TOPIC_CONFIG;
        }
        return resource.isDefault() ? ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG : ConfigSource.DYNAMIC_BROKER_CONFIG;
    }

    private static OptionalDouble quota(WireConnection broker, ClientQuotaEntity whom, String key) throws IOException {
        List<ComponentData> parts = whom.entries().entrySet().stream()
                .map(part -> new ComponentData()
                        .setEntityType(part.getKey())
                        .setMatchType(
                                part.getValue() == null
                                        ? DescribeClientQuotasRequest.MATCH_TYPE_DEFAULT
                                        : DescribeClientQuotasRequest.MATCH_TYPE_EXACT)
                        .setMatch(part.getValue()))
                .toList();
        DescribeClientQuotasResponseData answer = broker.ask(
                ApiKeys.DESCRIBE_CLIENT_QUOTAS,
                QUOTAS_VERSION,
                new DescribeClientQuotasRequestData().setComponents(parts).setStrict(true),
                new DescribeClientQuotasResponseData());
        return answer.entries() == null
                ? OptionalDouble.empty()
                : answer.entries().stream()
                        .flatMap(entry -> entry.values().stream())
                        .filter(value -> value.key().equals(key))
                        .mapToDouble(DescribeClientQuotasResponseData.ValueData::value)
                        .findFirst();
    }
}
