/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache.process;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** The Java the brokers run on: the one that runs us, or the one that {@code trial.kafka.java.home} names. */
public record JavaHome(Path directory) {

    /** The system property that names another Java. */
    public static final String PROPERTY = "trial.kafka.java.home";

    private static final int CLASS_VERSION_OF_JAVA_1 = 44;

    /** What the user chose. */
    public static JavaHome chosen() {
        String named = System.getProperty(PROPERTY, "").strip();
        return new JavaHome(Path.of(named.isEmpty() ? System.getProperty("java.home") : named));
    }

    /** The executable. */
    public Path executable() {
        Path plain = directory.resolve("bin").resolve("java");
        return Files.exists(plain) ? plain : directory.resolve("bin").resolve("java.exe");
    }

    /** The full version, as far as it can be told without running it. */
    public String version() {
        return release()
                .map(release -> release.getProperty("JAVA_VERSION", ""))
                .orElse("")
                .replace("\"", "");
    }

    /** The feature version, 17 for example; ours if it is not told. */
    public int feature() {
        String[] numbers = version().split("[.+-]", -1);
        try {
            return Integer.parseInt(numbers[0]);
        } catch (NumberFormatException unknown) {
            return Runtime.version().feature();
        }
    }

    private Optional<Properties> release() {
        Properties release = new Properties();
        try (InputStream in = Files.newInputStream(directory.resolve("release"))) {
            release.load(in);
            return Optional.of(release);
        } catch (IOException notTold) {
            return Optional.empty();
        }
    }

    /** The Java feature version a class in a jar was compiled for; empty if the jar does not have it. */
    public static Optional<Integer> neededBy(Path jar, String className) {
        try (JarFile open = new JarFile(jar.toFile())) {
            ZipEntry entry = open.getEntry(className.replace('.', '/') + ".class");
            if (entry == null) {
                return Optional.empty();
            }
            try (DataInputStream in = new DataInputStream(open.getInputStream(entry))) {
                in.readInt();
                in.readUnsignedShort();
                return Optional.of(in.readUnsignedShort() - CLASS_VERSION_OF_JAVA_1);
            }
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
