/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.coordinator.group.GroupCoordinatorConfig;
import org.apache.kafka.coordinator.group.modern.share.ShareGroupConfig;
import org.apache.kafka.server.config.DynamicBrokerConfig;

/**
 * Whether a broker's configuration holds together as a whole: what Kafka demands at its start, and of what
 * it would be after a dynamic change. Only rules about keys that count here or may be changed at run time;
 * with Kafka's messages. Stateless.
 */
final class BrokerConfigCheck {

    private static final Pattern OF_LISTENER = Pattern.compile("listener\\.name\\.[^.]*\\.(.*)");
    private static final String RELOCATED = "io.kafkatrial.shaded.";
    private static final String CLEANER_THREADS = "log.cleaner.threads";
    private static final List<String> POOLS = List.of(
            "num.io.threads", "num.replica.fetchers", "num.recovery.threads.per.data.dir", "background.threads");
    private static final long HOUR_MS = 3_600_000;
    private static final long MINUTE_MS = 60_000;

    private BrokerConfigCheck() {}

    /**
     * Check the configuration a broker starts with.
     *
     * @throws RuntimeException a ConfigException or IllegalArgumentException if it is contradictory
     */
    static void whole(Map<String, String> config) {
        relations(new AbstractConfig(KafkaKeys.ALL, config, false));
    }

    /**
     * Check a dynamic change.
     *
     * @param layers what counts now
     * @param proposed what the changed layer would be
     * @param perBroker whether it is the broker's own layer, not the cluster's
     * @throws RuntimeException a ConfigException or IllegalArgumentException if Kafka would refuse it
     */
    static void change(ConfigLayers layers, Map<String, String> proposed, boolean perBroker) {
        Properties properties = new Properties();
        properties.putAll(proposed);
        refuse(fixed(proposed.keySet()), "Cannot update these configs dynamically");
        refuse(
                DynamicBrokerConfig.securityConfigsWithoutListenerPrefix(properties),
                "These security configs can be dynamically updated only per-listener using the listener prefix");
        proposed.forEach((key, value) -> KafkaKeys.check(base(key), value));
        if (!perBroker) {
            refuse(
                    DynamicBrokerConfig.perBrokerConfigs(properties),
                    "Cannot update these configs at default cluster level, broker id must be specified");
        }
        AbstractConfig now = new AbstractConfig(KafkaKeys.ALL, layers.merged(), false);
        AbstractConfig next = new AbstractConfig(
                KafkaKeys.ALL, layers.with(proposed, perBroker).merged(), false);
        relations(next);
        try {
            reconfiguration(now, next);
        } catch (ConfigException e) {
            // Kafka takes the exception as the value; its name is the one clients know, not the relocated one
            throw new ConfigException(
                    "Invalid dynamic configuration", e.toString().replace(RELOCATED, ""));
        }
    }

    private static String base(String key) {
        Matcher matcher = OF_LISTENER.matcher(key);
        return matcher.matches() ? matcher.group(1) : key;
    }

    private static Set<String> fixed(Set<String> keys) {
        Set<String> fixed = new TreeSet<>(keys);
        fixed.removeIf(key -> KafkaKeys.find(key).isEmpty() || DynamicBrokerConfig.ALL_DYNAMIC_CONFIGS.contains(key));
        return fixed;
    }

    private static void refuse(Set<String> keys, String why) {
        if (!keys.isEmpty()) {
            throw new ConfigException(why + ": " + new TreeSet<>(keys));
        }
    }

    private static void relations(AbstractConfig config) {
        require(millis(config, "log.roll.ms", "log.roll.hours") >= 1, "log.roll.ms must be greater than or equal to 1");
        require(
                millis(config, "log.roll.jitter.ms", "log.roll.jitter.hours") >= 0,
                "log.roll.jitter.ms must be greater than or equal to 0");
        long retentionMs = retentionMs(config);
        require(
                retentionMs >= 1 || retentionMs == -1,
                "log.retention.ms must be unlimited (-1) or, greater than or equal to 1");
        require(
                config.getLong("log.cleaner.dedupe.buffer.size") / config.getInt(CLEANER_THREADS) > 1024 * 1024,
                "log.cleaner.dedupe.buffer.size must be at least 1MB per cleaner thread.");
        require(
                config.getInt("replica.fetch.wait.max.ms") <= config.getLong("replica.lag.time.max.ms"),
                "replica.fetch.wait.max.ms should always be less than or equal to replica.lag.time.max.ms to prevent"
                        + " frequent changes in ISR");
        require(
                config.getInt("max.connections.per.ip") != 0
                        || !config.getString("max.connections.per.ip.overrides").isEmpty(),
                "max.connections.per.ip can be set to zero only if max.connections.per.ip.overrides property is set.");
        new GroupCoordinatorConfig(config);
        new ShareGroupConfig(config);
    }

    /** As Scala's, whose words are part of Kafka's answer. */
    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("requirement failed: " + otherwise);
        }
    }

    private static long millis(AbstractConfig config, String inMs, String inHours) {
        return Optional.ofNullable(config.getLong(inMs)).orElseGet(() -> HOUR_MS * config.getInt(inHours));
    }

    private static long retentionMs(AbstractConfig config) {
        long ms = Optional.ofNullable(config.getLong("log.retention.ms"))
                .or(() -> Optional.ofNullable(config.getInt("log.retention.minutes"))
                        .map(minutes -> minutes * MINUTE_MS))
                .orElseGet(() -> HOUR_MS * config.getInt("log.retention.hours"));
        return ms < 0 ? -1 : ms;
    }

    private static void reconfiguration(AbstractConfig now, AbstractConfig next) {
        Predicate<String> changed =
                key -> !Objects.equals(now.values().get(key), next.values().get(key));
        if (changed.test(CLEANER_THREADS)) {
            cleanerThreads(now.getInt(CLEANER_THREADS), next.getInt(CLEANER_THREADS));
        }
        POOLS.stream().filter(changed).forEach(pool -> threads(pool, now.getInt(pool), next.getInt(pool)));
        if (changed.test("log.local.retention.ms") || changed.test("log.retention.ms")) {
            localRetention("log.local.retention.ms", "log.retention.ms", next, retentionMs(next));
        }
        if (changed.test("log.local.retention.bytes") || changed.test("log.retention.bytes")) {
            localRetention(
                    "log.local.retention.bytes", "log.retention.bytes", next, next.getLong("log.retention.bytes"));
        }
    }

    private static void cleanerThreads(int now, int next) {
        if (next < now / 2) {
            throw new ConfigException(
                    "Log cleaner threads cannot be reduced to less than half the current value " + now);
        }
        if (next > now * 2) {
            throw new ConfigException(
                    "Log cleaner threads cannot be increased to more than double the current value " + now);
        }
    }

    private static void threads(String pool, int now, int next) {
        String refusal = "Dynamic thread count update validation failed for " + pool + "=" + next;
        if (next <= 0) {
            throw new ConfigException(refusal + ", value should be at least 1");
        }
        if (next < now / 2) {
            throw new ConfigException(refusal + ", value should be at least half the current value " + now);
        }
        if (next > now * 2) {
            throw new ConfigException(refusal + ", value should not be greater than double the current value " + now);
        }
    }

    private static void localRetention(String localKey, String key, AbstractConfig config, long whole) {
        long local = config.getLong(localKey);
        if (whole <= -1 || local == -2) {
            return;
        }
        if (local == -1) {
            throw new ConfigException(
                    localKey, local, "Value must not be -1 as " + key + " value is set as " + whole + ".");
        }
        if (local > whole) {
            throw new ConfigException(
                    localKey, local, "Value must not be more than " + key + " property value: " + whole);
        }
    }
}
