/* SPDX-License-Identifier: Apache-2.0 */
package sample;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import org.junit.jupiter.api.Test;

class VersionsIT {

    @Test
    void clusterIsWhereThePropertySays() throws Exception {
        String[] address = System.getProperty("trial.bootstrap.servers").split(":");
        try (Socket socket = new Socket(address[0], Integer.parseInt(address[1]))) {
            assertTrue(socket.isConnected());
        }
    }
}
