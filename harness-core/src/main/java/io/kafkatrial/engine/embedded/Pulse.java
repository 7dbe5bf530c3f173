/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.embedded.link.Errand;
import io.kafkatrial.engine.embedded.link.Label;
import io.kafkatrial.engine.embedded.link.Transport;
import io.kafkatrial.engine.embedded.quorum.Heartbeats;
import io.kafkatrial.engine.embedded.quorum.Quorum;
import java.util.Collection;
import java.util.OptionalInt;
import org.apache.kafka.common.message.BrokerHeartbeatRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * Keeps the sessions of the brokers that run alive. A broker of Apache Kafka beats on a thread of its
 * own, so that long work elsewhere in the process (a collection, the first loading of the group
 * coordinator's classes) does not look like its death. Here that thread is the wire's, which also ticks
 * the cluster's clock: however starved the machine is, a beat is late only as far as the clock is. The
 * beats travel over the links like any other message; a broker that is paused, crashed or on its way out
 * gets none.
 *
 * <p>{@code BrokerSession} beats as well, on the broker's loop: it leads the broker in and out.
 *
 * <p>Confined to the wire's loop.
 */
final class Pulse {

    private static final long ANSWER_TIMEOUT_MS = 5_000;

    private final Fabric fabric;
    private final Quorum quorum;
    private final Collection<Seat> seats;

    Pulse(Fabric fabric, Quorum quorum, Collection<Seat> seats) {
        this.fabric = fabric;
        this.quorum = quorum;
        this.seats = seats;
    }

    /** Beat for all, now and at every heartbeat interval. */
    void beat() {
        OptionalInt controller = quorum.activeController();
        if (controller.isPresent()) {
            seats.forEach(seat -> beat(seat, controller.getAsInt()));
        }
        fabric.wire().schedule(quorum.settings().heartbeatIntervalMs(), this::beat);
    }

    private void beat(Seat seat, int controller) {
        Node node = seat.node();
        if (node == null || seat.state() != NodeState.RUNNING || seat.isLeaving() || !node.hasBeenLetIn()) {
            return;
        }
        var beat = new BrokerHeartbeatRequestData()
                .setBrokerId(seat.id())
                .setBrokerEpoch(node.brain().session().brokerEpoch())
                .setCurrentMetadataOffset(
                        node.brain().feed().cache().currentImage().offset())
                .setWantFence(false)
                .setWantShutDown(false);
        fabric.transport()
                .call(
                        new Transport.Trip(
                                Endpoint.broker(seat.id()), Endpoint.controller(controller), ANSWER_TIMEOUT_MS),
                        new Errand<>(
                                new Label(ApiKeys.BROKER_HEARTBEAT, String.valueOf(seat.id()), Label.Channel.HEARTBEAT),
                                () -> Heartbeats.deliver(quorum, controller, beat)),
                        (answer, failure) -> {});
    }
}
