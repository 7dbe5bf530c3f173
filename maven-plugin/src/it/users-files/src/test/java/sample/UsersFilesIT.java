/* SPDX-License-Identifier: Apache-2.0 */
package sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import org.junit.jupiter.api.Test;

class UsersFilesIT {

    @Test
    void allTheUserConfiguredArrives() {
        assertEquals("blue", System.getProperty("colour"), "by the file that failsafe's configuration names");
        assertEquals("sweet", System.getProperty("taste"), "by systemPropertyVariables");
        assertEquals("rose", System.getProperty("smell"), "by the property argLine");
        assertEquals("7", System.getProperty("number"), "by failsafe's own argLine");
    }

    @Test
    void clusterArrivesToo() {
        assertNotNull(System.getProperty("trial.bootstrap.servers"));
        assertEquals(System.getProperty("trial.bootstrap.servers"), System.getProperty("mapped"));
    }
}
