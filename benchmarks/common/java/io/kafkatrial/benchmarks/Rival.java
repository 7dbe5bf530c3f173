/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.util.Map;

/** A cluster of some make, not started yet. */
interface Rival {

    /** Makes clusters of one make. */
    @FunctionalInterface
    interface Make {

        /**
         * A cluster that is not started yet, with one controller if the make has controllers of their own.
         *
         * @param brokers how many
         * @param config broker configuration by Kafka's names
         */
        Rival with(int brokers, Map<String, String> config) throws Exception;
    }

    /** Start it and return its bootstrap servers. */
    String start() throws Exception;

    /** Stop it. */
    void stop() throws Exception;

    /** End a broker as abruptly as this make can; return what brings it back. */
    default AutoCloseable crash(int broker) throws Exception {
        throw new UnsupportedOperationException("this make has no crash of broker " + broker);
    }
}
