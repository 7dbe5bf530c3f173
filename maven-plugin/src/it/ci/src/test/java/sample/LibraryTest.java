/* SPDX-License-Identifier: Apache-2.0 */
package sample;

import io.kafkatrial.junit.Scenario;

class LibraryTest {

    @Scenario("leader-crash")
    void leaderCrash() {}
}
