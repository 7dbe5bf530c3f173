/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * What one incarnation of a broker says of itself when it registers.
 *
 * @param id the broker's Kafka node id
 * @param incarnation unique to this start of the broker; see {@link Quorum#nextUuid()}
 * @param protocol the protocol of the listener, by Kafka's name, which is also the listener's
 * @param host the advertised host
 * @param port the advertised port
 * @param rack {@code broker.rack}, if configured
 * @param logDir the id of the broker's disk; stays when the broker restarts on the same disk
 * @param previousEpoch the broker epoch before a clean shutdown, or -1 after a crash (KIP-966: -1 tells the
 *     controller that un-fsynced data may be lost, and costs the broker its eligible-leader status)
 */
public record BrokerIdentity(
        int id,
        Uuid incarnation,
        String protocol,
        String host,
        int port,
        Optional<String> rack,
        Uuid logDir,
        long previousEpoch) {

    /** The name of the listener of a broker everybody may come into. */
    public static final String PLAINTEXT = "PLAINTEXT";

    public BrokerIdentity {
        requireNonNull(incarnation, "incarnation");
        requireNonNull(protocol, "protocol");
        requireNonNull(host, "host");
        requireNonNull(rack, "rack");
        requireNonNull(logDir, "logDir");
    }
}
