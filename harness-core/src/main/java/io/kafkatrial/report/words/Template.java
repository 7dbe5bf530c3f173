/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.words;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Words with places to fill: {@code {name}} is replaced by a value; {@code [a|b]} is {@code a} if all values
 * in it are there, else {@code b}, which may be left out. The page's script fills the same templates, so
 * that not every sentence has to be in the file.
 */
record Template(String text, List<Part> parts) {

    private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");
    private static final Pattern CHOICE = Pattern.compile("\\[([^\\]|]*)(?:\\|([^\\]]*))?]");

    /** One stretch of the text: plain, or with another if a value is missing. */
    record Part(String words, @Nullable String otherwise) {}

    static Template of(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher choice = CHOICE.matcher(text);
        int from = 0;
        while (choice.find()) {
            parts.add(new Part(text.substring(from, choice.start()), null));
            String otherwise = choice.group(2);
            parts.add(new Part(choice.group(1), otherwise == null ? "" : otherwise));
            from = choice.end();
        }
        parts.add(new Part(text.substring(from), null));
        return new Template(text, List.copyOf(parts));
    }

    /** The names of its places, each once, in their order. */
    List<String> names() {
        return NAME.matcher(text)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    /** Fill in; {@code values} gives null for what is not there. */
    String fill(Function<String, @Nullable String> values) {
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            String filled = fill(part.words, values);
            if (filled == null) {
                filled = part.otherwise == null ? part.words : fill(part.otherwise, values);
            }
            out.append(filled);
        }
        return out.toString();
    }

    private static @Nullable String fill(String words, Function<String, @Nullable String> values) {
        if (words.indexOf('{') < 0) {
            return words;
        }
        StringBuilder out = new StringBuilder();
        Matcher name = NAME.matcher(words);
        int from = 0;
        while (name.find()) {
            String value = values.apply(name.group(1));
            if (value == null) {
                return null;
            }
            out.append(words, from, name.start()).append(value);
            from = name.end();
        }
        return out.append(words.substring(from)).toString();
    }
}
