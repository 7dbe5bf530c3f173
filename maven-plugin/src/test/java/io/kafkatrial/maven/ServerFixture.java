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
        StringBuilder said = new StringBuilder();
        for (int c = System.in.read(); c != -1; c = System.in.read()) {
            said.append((char) c); // held by the leash
        }
        if (said.toString().equals("conclude\n")) {
            appear(
                    Path.of(args[0]).resolveSibling("findings.json"),
                    "{\"version\":1,\"passed\":false,\"faults\":[{\"name\":\"crash\",\"bit\":false,\"evidence\":\"late\"}],"
                            + "\"verdicts\":[],\"troubles\":[],\"report\":\"\"}");
        }
    }

    /** As the real server does: the file is there only when it is whole. */
    private static void appear(Path readyFile, String content) throws IOException {
        Path whole = Files.writeString(readyFile.resolveSibling("ready.tmp"), content);
        Files.move(whole, readyFile, StandardCopyOption.ATOMIC_MOVE);
    }
}
