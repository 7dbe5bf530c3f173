/* SPDX-License-Identifier: Apache-2.0 */
package sample;

import io.kafkatrial.junit.Scenario;

class LibraryIT {

    @Scenario(files = "src/test/scenarios")
    void ownOnes() {}
}
