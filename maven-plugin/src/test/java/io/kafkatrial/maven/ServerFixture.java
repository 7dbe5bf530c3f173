/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Stands in for the server: {@code READY_FILE good|bad|slow}. */
final class ServerFixture {
    private ServerFixture() {}

    public static void main(String[] args) throws IOException {
        System.out.println("a line of " + args[1]);
        switch (args[1]) {
            case "good" -> appear(Path.of(args[0]), "bootstrap.servers=localhost:1,localhost:2\n");
            case "bad" -> System.exit(3);
            default -> {}
        }
        while (System.in.read() != -1) {
            // held by the leash
        }
    }

    /** As the real server does: the file is there only when it is whole. */
    private static void appear(Path readyFile, String content) throws IOException {
        Path whole = Files.writeString(readyFile.resolveSibling("ready.tmp"), content);
        Files.move(whole, readyFile, StandardCopyOption.ATOMIC_MOVE);
    }
}
