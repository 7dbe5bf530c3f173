/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links inside the repository lead somewhere. */
class LinksTest {

    private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");

    static Stream<Page> pages() {
        return Page.all().stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void relativeLinksResolve(Page page) {
        for (String line : page.prose()) {
            Matcher link = LINK.matcher(line);
            while (link.find()) {
                resolve(page, link.group(1));
            }
        }
    }

    private static void resolve(Page page, String link) {
        if (link.matches("[a-z]+:.*")) {
            return;
        }
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page.path() : page.path().resolveSibling(parts[0]);
        assertThat(Files.exists(target)).as("%s links to %s", page, link).isTrue();
        if (parts.length == 2) {
            assertThat(anchors(Page.of(target)))
                    .as("%s links to a heading: %s", page, link)
                    .contains(parts[1]);
        }
    }

    /** As GitHub makes them: lower case, punctuation dropped, blanks to dashes. */
    private static List<String> anchors(Page page) {
        return page.prose().stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(text -> text.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .toList();
    }
}
