/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.BrokerHeartbeatRequestData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.controller.ControllerRequestContext;
import org.apache.kafka.metadata.BrokerHeartbeatReply;

/**
 * Takes a broker's heartbeat to a controller, outside of the broker's {@link BrokerSession}. Kafka's
 * controller notes the time of the beat at once, on the caller's thread, and does the rest on its own.
 */
public final class Heartbeats {

    private Heartbeats() {}

    /** Deliver a beat at this controller. Safe from any thread. */
    public static CompletableFuture<BrokerHeartbeatReply> deliver(
            Quorum quorum, int controller, BrokerHeartbeatRequestData beat) {
        RequestHeaderData header = new RequestHeaderData()
                .setRequestApiKey(ApiKeys.BROKER_HEARTBEAT.id)
                .setRequestApiVersion(ApiKeys.BROKER_HEARTBEAT.latestVersion())
                .setClientId("broker-" + beat.brokerId());
        var context = new ControllerRequestContext(header, KafkaPrincipal.ANONYMOUS, OptionalLong.empty());
        return quorum.node(controller).controller().processBrokerHeartbeat(context, beat);
    }
}
