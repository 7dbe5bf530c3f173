/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.anomalies;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.check.Anomaly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of checks in docs/verdicts.md names every anomaly, and tests that are there and show it. */
class ChecksTableTest {

    private static final Pattern ROW = Pattern.compile("\\| `([A-Z_]+)` \\| (A[^|]*) \\| ([^|]+) \\| ([^|]+) \\|");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");

    @Test
    void everyAnomalyHasARow() throws IOException {
        assertThat(rows().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Anomaly.Kind.values()).map(Enum::name).toList());
    }

    @Test
    void theTestsThatAreNamedShowTheirAnomaly() throws Exception {
        for (Map.Entry<String, String> row : rows().entrySet()) {
            Matcher test = TEST.matcher(row.getValue());
            assertThat(test.lookingAt()).as(row.getKey()).isTrue();
            Class<?> type = Class.forName(getClass().getPackageName() + "." + test.group(1));
            assertThat(type.getDeclaredMethod(test.group(2)).isAnnotationPresent(Test.class))
                    .isTrue();
            assertThat(body(test.group(1), test.group(2))).as(row.getKey()).contains(row.getKey());
        }
    }

    private static String body(String type, String method) throws IOException {
        String source = Files.readString(
                Path.of("src/test/java/io/kafkatrial/scenarios/anomalies").resolve(type + ".java"));
        int from = source.indexOf("void " + method + "(");
        int to = source.indexOf("@Test", from);
        return source.substring(from, to < 0 ? source.length() : to);
    }

    private static Map<String, String> rows() throws IOException {
        Map<String, String> rows = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(Path.of("../docs/verdicts.md"));
        for (String line : lines) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(row.group(1), row.group(4).trim());
            }
        }
        return rows;
    }
}
