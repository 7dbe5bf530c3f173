/* SPDX-License-Identifier: Apache-2.0 */
package sample;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import org.junit.jupiter.api.Test;

class TwoClustersIT {

    @Test
    void eachClusterHasPropertiesAndAProcessOfItsOwn() throws Exception {
        connect(System.getProperty("here.bootstrap.servers"));
        connect(System.getProperty("there.bootstrap.servers"));
        assertNotEquals(System.getProperty("here.pid"), System.getProperty("there.pid"));
    }

    private static void connect(String server) throws Exception {
        String[] address = server.split(":");
        try (Socket socket = new Socket(address[0], Integer.parseInt(address[1]))) {
            assertTrue(socket.isConnected());
        }
    }
}
