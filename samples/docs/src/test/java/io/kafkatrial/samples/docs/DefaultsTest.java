/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.OwnedKeys;
import io.kafkatrial.engine.embedded.api.BrokerConfig;
import io.kafkatrial.engine.embedded.quorum.QuorumSettings;
import io.kafkatrial.engine.embedded.replication.ReplicationSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The table of defaults in docs/embedded-engine.md is what a broker of three is configured with. */
class DefaultsTest {

    private static final List<String> KAFKAS = List.of(
            "raft.KRaftConfigs#CONFIG_DEF",
            "server.config.ReplicationConfigs#CONFIG_DEF",
            "coordinator.group.GroupCoordinatorConfig#CONFIG_DEF",
            "coordinator.group.modern.share.ShareGroupConfig#CONFIG_DEF",
            "storage.internals.log.CleanerConfig#CONFIG_DEF",
            "storage.internals.log.LogConfig#SERVER_CONFIG_DEF",
            "coordinator.share.ShareCoordinatorConfig#CONFIG_DEF",
            "coordinator.transaction.TransactionLogConfig#CONFIG_DEF");

    @Test
    void theTableHasEveryDefaultThatTheHarnessSetsWithItsValue() {
        Map<String, String> said =
                Page.doc("embedded-engine.md").section("Defaults").table("key", "here");

        assertThat(new TreeMap<>(said)).isEqualTo(defaults());
    }

    @Test
    void whatTheTableSaysOfKafkaIsWhatTheKafkaInsideSays() throws ReflectiveOperationException {
        Map<String, String> said =
                Page.doc("embedded-engine.md").section("Defaults").table("key", "Kafka");

        for (var row : said.entrySet()) {
            assertThat(row.getValue()).as(row.getKey()).isEqualTo(kafkas(row.getKey()));
        }
    }

    /** Kafka's own default: by reflection, for its classes have another name in the packaged core. */
    private static String kafkas(String key) throws ReflectiveOperationException {
        for (String definitions : KAFKAS) {
            int field = definitions.indexOf('#');
            Object all = kafkaClass(definitions.substring(0, field))
                    .getField(definitions.substring(field + 1))
                    .get(null);
            Map<?, ?> keys = (Map<?, ?>) all.getClass().getMethod("configKeys").invoke(all);
            Object definition = keys.get(key);
            if (definition != null) {
                return String.valueOf(
                        definition.getClass().getField("defaultValue").get(definition));
            }
        }
        throw new AssertionError(key + " is not among Kafka's keys");
    }

    private static Class<?> kafkaClass(String name) throws ClassNotFoundException {
        try {
            return Class.forName("io.kafkatrial.shaded.org.apache.kafka." + name);
        } catch (ClassNotFoundException notPackaged) {
            return Class.forName("org.apache.kafka." + name);
        }
    }

    @Test
    void theKeysOfTheHarnessAreNamed() {
        String text = String.join(
                "\n",
                Page.doc("embedded-engine.md").section("Keys the harness owns").code());

        assertThat(new TreeSet<>(text.lines().toList())).isEqualTo(OwnedKeys.all());
    }

    private static Map<String, String> defaults() {
        var spec = Cluster.builder().brokers(3).spec();
        Map<String, String> broker = BrokerConfig.of(spec, 1).values();
        Map<String, String> defaults = new TreeMap<>(broker);
        defaults.putAll(QuorumSettings.of(spec).staticConfig());
        defaults.put(
                "replica.fetch.backoff.ms",
                String.valueOf(ReplicationSettings.fromBrokerConfig(1, broker).fetchBackoffMs()));
        defaults.keySet().removeIf(OwnedKeys::contains);
        return defaults;
    }
}
