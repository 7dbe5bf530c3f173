/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Budgets and habits of every source file of this module, tests included. */
class TidyTest {

    private static final int MOST_LINES = 400;
    private static final int MOST_LINES_OF_A_METHOD = 60;
    private static final String LICENCE = "/* SPDX-License-Identifier: Apache-2.0 */";
    private static final Pattern METHOD_START =
            Pattern.compile("^(?: {4}|\\t)(?! )(?!.*(?: class | record | interface | enum |;\\s*$)).*\\(.*");
    private static final Set<String> VAGUE_ENDINGS = Set.of("Impl", "Manager", "Utils", "Util", "Helper");

    private static List<Path> sources = List.of();

    @BeforeAll
    static void find() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String root : List.of("src/main/java", "src/test/java")) {
            try (Stream<Path> all = Files.walk(Path.of(root))) {
                all.filter(path -> path.toString().endsWith(".java")).sorted().forEach(found::add);
            }
        }
        sources = List.copyOf(found);
        assertThat(sources).hasSizeGreaterThan(100);
    }

    private static List<String> lines(Path source) {
        try {
            return Files.readAllLines(source);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<Path> offenders(Predicate<Path> offends) {
        return sources.stream().filter(offends).toList();
    }

    @Test
    void everyFileIsShort() {
        assertThat(offenders(source -> lines(source).size() > MOST_LINES))
                .as("files longer than %d lines", MOST_LINES)
                .isEmpty();
    }

    @Test
    void everyMethodIsShort() {
        List<String> offenders = new ArrayList<>();
        sources.forEach(source -> offenders.addAll(longMethods(source)));
        assertThat(offenders)
                .as("methods longer than %d lines", MOST_LINES_OF_A_METHOD)
                .isEmpty();
    }

    /** Formatted sources: a method of a top-level type starts and ends at four blanks. */
    private static List<String> longMethods(Path source) {
        List<String> found = new ArrayList<>();
        List<String> lines = lines(source);
        int start = -1;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (METHOD_START.matcher(line).matches() && !line.strip().startsWith("@") && !line.contains("= ")) {
                start = i;
            } else if (line.equals("    }") && start >= 0) {
                if (i - start + 1 > MOST_LINES_OF_A_METHOD) {
                    found.add(source + ":" + (start + 1) + " has " + (i - start + 1) + " lines");
                }
                start = -1;
            }
        }
        return found;
    }

    @Test
    void everyFileNamesItsLicence() {
        assertThat(offenders(source -> !lines(source).get(0).equals(LICENCE))).isEmpty();
    }

    @Test
    void everyPackageIsNullMarkedAndExplained() {
        Set<Path> packages = new TreeSet<>();
        sources.stream()
                .filter(source -> source.startsWith("src/main"))
                .forEach(source -> packages.add(source.getParent()));
        assertThat(packages).hasSizeGreaterThan(10);
        assertThat(packages).allSatisfy(folder -> {
            Path info = folder.resolve("package-info.java");
            assertThat(info).exists();
            assertThat(info).content().contains("/**").contains("@NullMarked");
        });
    }

    @Test
    void nobodySleeps() {
        String sleeping = "Thread" + ".sleep(";
        assertThat(offenders(source -> lines(source).stream().anyMatch(line -> line.contains(sleeping))))
                .isEmpty();
    }

    @Test
    void namesSayWhatThingsAre() {
        assertThat(offenders(source -> {
                    String name = source.getFileName().toString().replace(".java", "");
                    return VAGUE_ENDINGS.stream().anyMatch(name::endsWith);
                }))
                .isEmpty();
    }

    @Test
    void nothingIsLeftForLater() {
        List<String> marks = List.of("to" + "do", "fix" + "me", "x" + "xx");
        assertThat(offenders(source -> lines(source).stream()
                        .map(line -> " " + line.toLowerCase(Locale.ROOT) + " ")
                        .anyMatch(line -> marks.stream().anyMatch(mark -> line.matches(".*\\W" + mark + "\\W.*")))))
                .isEmpty();
    }
}
