/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every {@code -Dtrial.…} that the documentation names is read by some code. */
class PropertiesTest {

    private static final Pattern GIVEN = Pattern.compile("-D(trial\\.[A-Za-z.]+[A-Za-z])");
    private static final Pattern READ = Pattern.compile("\"(trial\\.[A-Za-z.]+[A-Za-z])\"");

    @Test
    void everySystemPropertyThatIsNamedIsRead() throws IOException {
        Set<String> read = new TreeSet<>();
        for (String module :
                Set.of("harness-core", "junit-extension", "fault-scenarios", "maven-plugin", "benchmarks")) {
            try (Stream<Path> files = Files.walk(Page.ROOT.resolve(module))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(file -> collect(file, read));
            }
        }
        assertThat(read).contains("trial.engine");

        for (Page page : Page.all()) {
            for (String code : page.code()) {
                Matcher given = GIVEN.matcher(code);
                while (given.find()) {
                    assertThat(read).as("%s names -D%s", page, given.group(1)).contains(given.group(1));
                }
            }
        }
    }

    private static void collect(Path file, Set<String> read) {
        try {
            Matcher matcher = READ.matcher(Files.readString(file));
            while (matcher.find()) {
                read.add(matcher.group(1));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
