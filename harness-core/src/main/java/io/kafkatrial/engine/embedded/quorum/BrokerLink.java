/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.embedded.link.Transport;
import io.kafkatrial.engine.embedded.loop.Loop;

/**
 * Where one incarnation of a broker stands: its id, its loop, and the transport its messages travel by.
 *
 * @param broker the broker's Kafka node id
 * @param loop the broker's loop; every answer is delivered on it
 * @param transport carries requests to the controllers
 */
public record BrokerLink(int broker, Loop loop, Transport transport) {
    public BrokerLink {
        requireNonNull(loop, "loop");
        requireNonNull(transport, "transport");
    }
}
