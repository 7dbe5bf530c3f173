/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.cli;

import io.kafkatrial.engine.TopicSpec;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code NAME[:PARTITIONS[:REPLICAS]]}. */
final class TopicOption implements ITypeConverter<TopicSpec> {

    private static final Pattern FORM = Pattern.compile("([^:]*)(?::(\\d{1,6})(?::(\\d{1,3}))?)?");

    @Override
    public TopicSpec convert(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is no topic: write NAME, NAME:PARTITIONS or"
                    + " NAME:PARTITIONS:REPLICAS, for example orders:3:3");
        }
        int partitions = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
        OptionalInt replicas =
                matcher.group(3) == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(matcher.group(3)));
        return new TopicSpec(matcher.group(1), partitions, replicas, Map.of());
    }
}
