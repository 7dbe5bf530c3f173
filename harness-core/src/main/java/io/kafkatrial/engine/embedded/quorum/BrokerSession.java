/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import java.util.concurrent.CompletionStage;

/**
 * One broker incarnation's membership in the cluster: registration, catching up, heartbeats, controlled
 * shutdown (KIP-631), as Apache Kafka's {@code BrokerLifecycleManager} leads it.
 *
 * <p>Confined to the broker's loop; {@link #brokerEpoch()} may be read from any thread.
 */
public final class BrokerSession implements AutoCloseable {

    /**
     * Prepare a session.
     *
     * @param identity what the broker registers as
     * @param client the broker's way to the controllers
     * @param feed the broker's metadata; has to be started for the broker to be unfenced
     */
    public BrokerSession(BrokerIdentity identity, ControllerClient client, MetadataFeed feed) {
        throw new UnsupportedOperationException();
    }

    /**
     * Register, then beat. Retries until it succeeds: a crashed broker is refused until its former session
     * has expired ({@code DUPLICATE_BROKER_REGISTRATION}).
     */
    public void start() {
        throw new UnsupportedOperationException();
    }

    /** The epoch the controller gave this incarnation, -1 before registration. */
    public long brokerEpoch() {
        throw new UnsupportedOperationException();
    }

    /** Done when the controller has unfenced this broker for the first time; completes on the loop. */
    public CompletionStage<Void> unfenced() {
        throw new UnsupportedOperationException();
    }

    /**
     * Ask the controller to move leadership away; done on the loop when the controller lets the broker go.
     * Keep serving until then.
     */
    public CompletionStage<Void> controlledShutdown() {
        throw new UnsupportedOperationException();
    }

    /** Beat no more. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
