/* SPDX-License-Identifier: Apache-2.0 */
package sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.Socket;
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
    void failsIfAsked() {
        assertFalse(Boolean.getBoolean("fail"));
    }
}
