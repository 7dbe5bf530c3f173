/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResourceResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsSynonym;
import org.apache.kafka.common.requests.DescribeConfigsResponse.ConfigSource;
import org.apache.kafka.common.requests.DescribeConfigsResponse.ConfigType;
import org.jspecify.annotations.Nullable;

/**
 * Writes single entries of a DescribeConfigs response.
 *
 * @param synonyms whether the client wants the synonyms
 * @param documentation whether the client wants the documentation
 */
record ConfigEntries(boolean synonyms, boolean documentation) {

    private static final Map<ConfigDef.Type, ConfigType> TYPES = Map.of(
            ConfigDef.Type.BOOLEAN, ConfigType.BOOLEAN,
            ConfigDef.Type.STRING, ConfigType.STRING,
            ConfigDef.Type.INT, ConfigType.INT,
            ConfigDef.Type.SHORT, ConfigType.SHORT,
            ConfigDef.Type.LONG, ConfigType.LONG,
            ConfigDef.Type.DOUBLE, ConfigType.DOUBLE,
            ConfigDef.Type.LIST, ConfigType.LIST,
            ConfigDef.Type.CLASS, ConfigType.CLASS,
            ConfigDef.Type.PASSWORD, ConfigType.PASSWORD);

    /**
     * One entry.
     *
     * @param places every place the value could come from, the one that counts first
     */
    DescribeConfigsResourceResult entry(SettingKey key, @Nullable String value, List<DescribeConfigsSynonym> places) {
        return new DescribeConfigsResourceResult()
                .setName(key.name())
                .setValue(key.sensitive() ? null : value)
                .setReadOnly(key.readOnly())
                .setConfigSource(
                        places.isEmpty()
                                ? ConfigSource.DEFAULT_CONFIG.id()
                                : places.get(0).source())
                .setIsSensitive(key.sensitive())
                .setSynonyms(synonyms ? places : List.of())
                .setConfigType(key.type()
                        .map(type -> TYPES.getOrDefault(type, ConfigType.UNKNOWN))
                        .orElse(ConfigType.UNKNOWN)
                        .id())
                .setDocumentation(documentation ? key.documentation() : null);
    }

    /** {@code own}, when it is set, and what stands behind it. */
    static List<DescribeConfigsSynonym> places(
            Optional<DescribeConfigsSynonym> own, List<DescribeConfigsSynonym> behind) {
        List<DescribeConfigsSynonym> places = new ArrayList<>();
        own.ifPresent(places::add);
        places.addAll(behind);
        return places;
    }

    /** What is the same for every value of a key. */
    record SettingKey(String name, Optional<ConfigDef.Type> type, boolean readOnly, @Nullable String documentation) {

        /** Passwords, and what Kafka does not know: it might be one. */
        boolean sensitive() {
            return type.isEmpty() || type.get() == ConfigDef.Type.PASSWORD;
        }
    }
}
