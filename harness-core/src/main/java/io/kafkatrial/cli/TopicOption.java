/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.cli;

import io.kafkatrial.engine.TopicSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code NAME[:PARTITIONS[:REPLICAS[:KEY=VALUE[;KEY=VALUE]]]]}. */
final class TopicOption implements ITypeConverter<TopicSpec> {

    private static final Pattern FORM =
            Pattern.compile("([^:]*)(?::(\\d{1,6})(?::(\\d{1,3})(?::([^=;]+=[^;]*(?:;[^=;]+=[^;]*)*))?)?)?");

    @Override
    public TopicSpec convert(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is no topic: write NAME, NAME:PARTITIONS,"
                    + " NAME:PARTITIONS:REPLICAS or NAME:PARTITIONS:REPLICAS:KEY=VALUE;KEY=VALUE, for example"
                    + " orders:3:3 or orders:3:3:cleanup.policy=compact");
        }
        int partitions = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
        OptionalInt replicas =
                matcher.group(3) == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(matcher.group(3)));
        return new TopicSpec(matcher.group(1), partitions, replicas, settings(matcher.group(4)));
    }

    private static Map<String, String> settings(@Nullable String text) {
        Map<String, String> settings = new LinkedHashMap<>();
        if (text != null) {
            for (String setting : text.split(";", -1)) {
                int equals = setting.indexOf('=');
                settings.put(
                        setting.substring(0, equals).strip(),
                        setting.substring(equals + 1).strip());
            }
        }
        return settings;
    }
}
