/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

/**
 * A registered broker as the committed metadata has it. Decides who may join an in-sync set (KIP-903).
 *
 * @param brokerId the node id
 * @param brokerEpoch the epoch of its latest registration
 * @param fenced whether the controller fences it
 * @param shuttingDown whether it is in controlled shutdown
 * @param rack its {@code broker.rack}, empty if it has none
 */
public record BrokerStatus(int brokerId, long brokerEpoch, boolean fenced, boolean shuttingDown, String rack) {

    /** A broker without a rack. */
    public BrokerStatus(int brokerId, long brokerEpoch, boolean fenced, boolean shuttingDown) {
        this(brokerId, brokerEpoch, fenced, shuttingDown, "");
    }
}
