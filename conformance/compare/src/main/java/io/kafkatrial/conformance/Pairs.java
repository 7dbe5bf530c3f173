/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Lines {@code name TAB text}, in their order. */
final class Pairs {
    private Pairs() {}

    static Map<String, String> of(List<String> lines) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String line : lines) {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                pairs.put(line.substring(0, tab), line.substring(tab + 1));
            }
        }
        return pairs;
    }

    /** The lines of a file beside this class, without comments. */
    static List<String> resource(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(Pairs.class.getResourceAsStream(file), file);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        }
    }
}
