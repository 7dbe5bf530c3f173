/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.MediaType;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Attaches the files of a failed test to its result, where the JUnit version can. */
final class Attachments {

    private Attachments() {}

    static void publish(ExtensionContext context, Path directory, long seed) {
        context.publishReportEntry("trial.seed", String.valueOf(seed));
        try {
            Since514.publish(context, directory);
        } catch (LinkageError olderJunit) {
            context.publishReportEntry("trial.report", directory.toString());
        }
    }

    /** Kept apart so that JUnit before 5.14 need not load {@code org.junit.jupiter.api.MediaType}. */
    private static final class Since514 {

        private Since514() {}

        static void publish(ExtensionContext context, Path directory) {
            for (Path file : files(directory)) {
                String name = String.valueOf(file.getFileName());
                MediaType type = name.endsWith(".html")
                        ? MediaType.parse("text/html;charset=utf-8")
                        : MediaType.APPLICATION_JSON;
                context.publishFile(
                        name, type, target -> Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING));
            }
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
