/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

/** A three-broker cluster of some make. */
interface Rival {

    /** Start it and return its bootstrap servers. */
    String start() throws Exception;

    /** Stop it. */
    void stop() throws Exception;
}
