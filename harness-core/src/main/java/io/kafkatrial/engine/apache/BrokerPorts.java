/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import io.kafkatrial.engine.net.HeldPort;
import java.io.IOException;

/**
 * The ports a broker listens on itself; all stay its own while it is down.
 *
 * @param clients behind the door for clients, which alone they are told of
 * @param peers for the other brokers, each by a door of its own
 * @param harness for the harness, which no fault may hold up
 */
record BrokerPorts(HeldPort clients, HeldPort peers, HeldPort harness) implements AutoCloseable {

    /** Take three free ports. */
    static BrokerPorts take() throws IOException {
        return new BrokerPorts(HeldPort.take(0), HeldPort.take(0), HeldPort.take(0));
    }

    @Override
    public void close() {
        clients.close();
        peers.close();
        harness.close();
    }
}
