/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache.child;

import java.io.IOException;
import java.io.InputStream;

/**
 * The main class of a node's JVM: Apache Kafka's own main class on a leash. The leash is the standard input, a pipe
 * whose other end only the harness holds. It ends when the harness ends, however that happens, and this process
 * halts at once.
 */
public final class NodeMain {

    /** The exit code of a node whose harness is gone. */
    public static final int LEASH_ENDED = 75;

    private static final String KAFKA = "kafka.Kafka";

    private NodeMain() {}

    /**
     * Run a node until it is told to end.
     *
     * @param args what Kafka's main class takes: the path of {@code server.properties}
     * @throws ReflectiveOperationException if Kafka is not on the class path, or its main method throws
     */
    public static void main(String[] args) throws ReflectiveOperationException {
        Thread leash = new Thread(NodeMain::holdLeash, "kafka-trial-leash");
        leash.setDaemon(true);
        leash.start();
        Class.forName(KAFKA).getMethod("main", String[].class).invoke(null, (Object) args);
    }

    private static void holdLeash() {
        InputStream leash = System.in;
        try {
            while (leash.read() >= 0) {
                // what is said does not matter, only that somebody is there to say it
            }
        } catch (IOException gone) {
            // a broken pipe is an end too
        }
        Runtime.getRuntime().halt(LEASH_ENDED);
    }
}
