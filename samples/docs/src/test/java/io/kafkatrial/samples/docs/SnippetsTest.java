/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Java in the documentation is copied from sources that compile and run. */
class SnippetsTest {

    private static final Pattern FILE = Pattern.compile("<!-- file: (\\S+) -->");
    private static final Pattern MARK = Pattern.compile("<!-- snippet: ([^#]+)#(\\S+) -->");

    static Stream<Fence> javaFences() {
        return Page.all().stream().flatMap(page -> page.fences().stream()).filter(fence -> fence.language()
                .equals("java"));
    }

    @ParameterizedTest
    @MethodSource("javaFences")
    void javaIsTheTaggedRegionOfACompiledSource(Fence fence) throws IOException {
        Matcher mark = MARK.matcher(fence.before());
        assertThat(mark.matches())
                .as("%s: a java block stands below <!-- snippet: path#name -->, not below: %s", fence, fence.before())
                .isTrue();
        Path source = Page.ROOT.resolve(mark.group(1));

        String region = region(source, mark.group(2));

        assertThat(source.toString()).as("%s: a compiled source", fence).contains("/src/");
        assertThat(fence.text()).as("%s against %s", fence, source).isEqualTo(region);
    }

    static Stream<Fence> textFences() {
        return Page.all().stream().flatMap(page -> page.fences().stream()).filter(fence -> fence.language()
                .equals("text"));
    }

    @ParameterizedTest
    @MethodSource("textFences")
    void outputIsTheWholeOfAFileThatATestCompares(Fence fence) throws IOException {
        Matcher mark = FILE.matcher(fence.before());
        assertThat(mark.matches())
                .as("%s: a text block stands below <!-- file: path -->", fence)
                .isTrue();

        assertThat(fence.text())
                .as("%s", fence)
                .isEqualTo(Files.readString(Page.ROOT.resolve(mark.group(1))).stripTrailing());
    }

    @Test
    void theDocumentationShowsJava() {
        assertThat(javaFences()).hasSizeGreaterThan(5);
    }

    private static String region(Path source, String name) throws IOException {
        List<String> lines = Files.readAllLines(source);
        int start = indexOf(lines, "// tag::" + name, source);
        int end = indexOf(lines, "// end::" + name, source);
        return String.join("\n", lines.subList(start + 1, end))
                .lines()
                .filter(line -> !line.contains("// tag::") && !line.contains("// end::"))
                .reduce((one, other) -> one + "\n" + other)
                .orElse("")
                .stripIndent()
                .stripTrailing();
    }

    private static int indexOf(List<String> lines, String tag, Path source) {
        for (int line = 0; line < lines.size(); line++) {
            if (lines.get(line).trim().equals(tag)) {
                return line;
            }
        }
        throw new AssertionError(source + " has no line " + tag);
    }
}
