/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The registered brokers, and who of them may join an in-sync set. Confined to the loop. */
final class Brokers {
    private final Map<Integer, BrokerStatus> statuses = new HashMap<>();
    private long ownEpoch = -1;

    void update(Collection<BrokerStatus> registered) {
        statuses.clear();
        registered.forEach(status -> statuses.put(status.brokerId(), status));
    }

    /** Whether a broker is registered and not fenced. */
    boolean isAlive(int broker) {
        BrokerStatus status = statuses.get(broker);
        return status != null && !status.fenced();
    }

    /** Where a broker is; empty if unknown. */
    String rack(int broker) {
        BrokerStatus status = statuses.get(broker);
        return status == null ? "" : status.rack();
    }

    long ownEpoch() {
        return ownEpoch;
    }

    void register(long brokerEpoch) {
        ownEpoch = brokerEpoch;
    }

    /**
     * Whether a follower may join (KIP-841, KIP-903): registered, not fenced, not shutting down, and its
     * fetches come from the registration the metadata knows.
     */
    boolean mayJoin(int broker, OptionalLong epochOfFetches) {
        BrokerStatus status = statuses.get(broker);
        return status != null
                && !status.fenced()
                && !status.shuttingDown()
                && epochOfFetches.isPresent()
                && (epochOfFetches.getAsLong() == -1 || epochOfFetches.getAsLong() == status.brokerEpoch());
    }

    /** Whether a fetch comes from an earlier registration of this broker than the metadata knows. */
    boolean isStale(int broker, long epochOfFetch) {
        BrokerStatus status = statuses.get(broker);
        return epochOfFetch != -1 && status != null && !status.fenced() && status.brokerEpoch() > epochOfFetch;
    }
}
