/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.coordinator.group.GroupCoordinatorConfig;
import org.apache.kafka.coordinator.group.modern.share.ShareGroupConfig;
import org.apache.kafka.coordinator.share.ShareCoordinatorConfig;
import org.apache.kafka.coordinator.transaction.AddPartitionsToTxnConfig;
import org.apache.kafka.coordinator.transaction.TransactionLogConfig;
import org.apache.kafka.coordinator.transaction.TransactionStateManagerConfig;
import org.apache.kafka.network.SocketServerConfigs;
import org.apache.kafka.raft.KRaftConfigs;
import org.apache.kafka.raft.MetadataLogConfig;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.config.DelegationTokenManagerConfigs;
import org.apache.kafka.server.config.QuotaConfig;
import org.apache.kafka.server.config.ReplicationConfigs;
import org.apache.kafka.server.config.ServerConfigs;
import org.apache.kafka.server.log.remote.storage.RemoteLogManagerConfig;
import org.apache.kafka.server.metrics.MetricConfigs;
import org.apache.kafka.storage.internals.log.CleanerConfig;
import org.apache.kafka.storage.internals.log.LogConfig;

/**
 * Every broker configuration key Kafka 4.4 knows, with type, default, check and documentation: the parts
 * Kafka's own {@code AbstractKafkaConfig} is made of. That class itself cannot be used: it needs
 * commons-validator, which the harness does not ship.
 *
 * <p>Loading this class loads some twenty of Kafka's; it is asked only for what a user configured or
 * wants described.
 */
final class KafkaKeys {

    static final ConfigDef ALL = Utils.mergeConfigs(List.of(
            RemoteLogManagerConfig.configDef(),
            ServerConfigs.CONFIG_DEF,
            KRaftConfigs.CONFIG_DEF,
            MetadataLogConfig.CONFIG_DEF,
            SocketServerConfigs.CONFIG_DEF,
            ReplicationConfigs.CONFIG_DEF,
            GroupCoordinatorConfig.CONFIG_DEF,
            CleanerConfig.CONFIG_DEF,
            LogConfig.SERVER_CONFIG_DEF,
            ShareGroupConfig.CONFIG_DEF,
            ShareCoordinatorConfig.CONFIG_DEF,
            TransactionLogConfig.CONFIG_DEF,
            TransactionStateManagerConfig.CONFIG_DEF,
            QuorumConfig.CONFIG_DEF,
            MetricConfigs.CONFIG_DEF,
            QuotaConfig.CONFIG_DEF,
            BrokerSecurityConfigs.CONFIG_DEF,
            DelegationTokenManagerConfigs.CONFIG_DEF,
            AddPartitionsToTxnConfig.CONFIG_DEF));

    private static final Map<String, Object> DEFAULTS = ALL.defaultValues();

    private KafkaKeys() {}

    static Optional<ConfigKey> find(String name) {
        return Optional.ofNullable(ALL.configKeys().get(name));
    }

    static Optional<ConfigDef.Type> type(String name) {
        return find(name).map(key -> key.type);
    }

    /** The default as Kafka prints it; empty for none and for null. */
    static Optional<String> defaultOf(String name) {
        return Optional.ofNullable(DEFAULTS.get(name))
                .map(value -> ConfigDef.convertToString(value, type(name).orElse(null)));
    }

    /**
     * Check one value as Kafka does when a broker starts.
     *
     * @throws org.apache.kafka.common.config.ConfigException if it is wrong
     */
    static void check(String name, String value) {
        find(name).ifPresent(key -> {
            Object parsed = ConfigDef.parseType(name, value, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(name, parsed);
            }
        });
    }
}
