/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.MediaType;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attaches the files of a failed test to its result, where the JUnit version can. Whatever goes wrong
 * here must not take the place of the verdict.
 */
final class Attachments {

    private static final Logger LOG = LoggerFactory.getLogger(Attachments.class);

    private Attachments() {}

    static void publish(ExtensionContext context, Path directory, long seed) {
        context.publishReportEntry(Map.of("trial.seed", String.valueOf(seed), "trial.report", directory.toString()));
        try {
            Since514.publish(context, directory);
        } catch (LinkageError olderJunit) {
            LOG.debug("this JUnit cannot attach files; they are in {}", directory);
        } catch (RuntimeException refused) {
            LOG.debug("JUnit does not take attachments; they are in {}", directory, refused);
        }
    }

    /** Kept apart so that JUnit before 5.14 need not load {@code org.junit.jupiter.api.MediaType}. */
    private static final class Since514 {

        private Since514() {}

        static void publish(ExtensionContext context, Path directory) {
            for (Path file : files(directory)) {
                String name = String.valueOf(file.getFileName());
                context.publishFile(
                        name, typeOf(name), target -> Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING));
            }
        }

        private static MediaType typeOf(String name) {
            if (name.endsWith(".html")) {
                return MediaType.parse("text/html;charset=utf-8");
            }
            if (name.endsWith(".md")) {
                return MediaType.parse("text/markdown;charset=utf-8");
            }
            return name.endsWith(".log") ? MediaType.TEXT_PLAIN_UTF_8 : MediaType.APPLICATION_JSON;
        }

        private static List<Path> files(Path directory) {
            if (!Files.isDirectory(directory)) {
                return List.of();
            }
            try (Stream<Path> files = Files.list(directory)) {
                return files.filter(Files::isRegularFile).sorted().toList();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
