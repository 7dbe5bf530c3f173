/* SPDX-License-Identifier: Apache-2.0 */
package sample;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModuleIT {

    @Test
    void clusterIsThatOfThisModule() throws Exception {
        String server = System.getProperty("trial.bootstrap.servers");
        String[] address = server.split(":");
        try (Socket socket = new Socket(address[0], Integer.parseInt(address[1]))) {
            assertTrue(socket.isConnected());
        }
        assertTrue(Files.readString(Path.of("target/kafka-trial/default/server.log")).contains(server));
    }

    /** What a test on trial leaves, so that there is something to report on. */
    @Test
    void leavesAVerdict() throws Exception {
        Path reports = Files.createDirectories(Path.of("target/kafka-trial"));
        Files.writeString(
                reports.resolve("index.jsonl"),
                "{\"group\":\"sample.ModuleIT\",\"test\":\"some test\",\"outcome\":\"PASS\",\"claims\":[\"held\"],"
                        + "\"story\":\"\",\"engine\":\"embedded\",\"seed\":1,\"at\":\"2026-11-21T00:00:00Z\","
                        + "\"millis\":5,\"link\":\"T/report.html\"}\n");
        assertTrue(Files.exists(reports.resolve("index.jsonl")));
    }

    @Test
    void failsIfAsked() {
        assertFalse(Boolean.getBoolean("fail"));
    }
}
