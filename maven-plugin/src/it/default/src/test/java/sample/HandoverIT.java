/* SPDX-License-Identifier: Apache-2.0 */
package sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Reader;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class HandoverIT {

    @Test
    void clusterIsWhereThePropertySays() throws Exception {
        String[] address = System.getProperty("trial.bootstrap.servers").split(":");
        new Socket(address[0], Integer.parseInt(address[1])).close();
    }

    @Test
    void entriesOfTheUsersOwnFileArriveToo() {
        assertEquals("blue", System.getProperty("colour"));
    }

    @Test
    void usersHaveFilesToGetInWith() throws Exception {
        Properties alice = new Properties();
        try (Reader in = Files.newBufferedReader(Path.of(System.getProperty("trial.client.files"), "alice.properties"))) {
            alice.load(in);
        }
        assertEquals(System.getProperty("trial.bootstrap.servers"), alice.getProperty("bootstrap.servers"));
        assertEquals("SASL_PLAINTEXT", alice.getProperty("security.protocol"));
        assertTrue(alice.getProperty("sasl.jaas.config").contains("wonder"));
        assertTrue(Files.exists(Path.of(System.getProperty("trial.client.properties"))));
    }

    @Test
    void failsIfAsked() {
        assertFalse(Boolean.getBoolean("fail"));
    }
}
