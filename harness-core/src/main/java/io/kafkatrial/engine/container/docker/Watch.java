/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container.docker;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Starts the {@link Caretaker} of this JVM, once for each Docker engine. It is deaf to what a terminal sends, so that it
 * outlives an interrupted build by the moment it needs. Stateless.
 */
final class Watch {

    private Watch() {}

    /** Watch over what is made there in the name of this owner, until the process given back is no longer held. */
    static Process begin(URI docker, Owner owner) {
        List<String> command = new ArrayList<>();
        if (File.separatorChar == '/') {
            command.addAll(List.of("/bin/sh", "-c", "trap '' HUP INT TERM; exec \"$@\"", "sh"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx16m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                ownCode().toString(),
                Caretaker.class.getName(),
                docker.toString(),
                Owner.LABEL + "=" + owner));
        try {
            return new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException failed) {
            throw new DockerFailure("the process that watches over containers does not start", failed);
        }
    }

    private static Path ownCode() {
        try {
            return Path.of(
                    Objects.requireNonNull(Caretaker.class.getProtectionDomain().getCodeSource())
                            .getLocation()
                            .toURI());
        } catch (URISyntaxException strange) {
            throw new DockerFailure("the class path cannot be read", strange);
        }
    }
}
