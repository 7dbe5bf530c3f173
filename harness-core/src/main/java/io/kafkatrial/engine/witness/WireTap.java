/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.witness;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the frames of one client's connection to the {@link Witness}: requests as they come in, answers as they leave
 * for the client. Confined to the event loop of its connection.
 */
public final class WireTap {

    private static final Logger LOGGER = LoggerFactory.getLogger(WireTap.class);

    private static final Set<ApiKeys> LOOKED_AT = EnumSet.of(
            ApiKeys.PRODUCE,
            ApiKeys.FETCH,
            ApiKeys.OFFSET_COMMIT,
            ApiKeys.JOIN_GROUP,
            ApiKeys.SYNC_GROUP,
            ApiKeys.HEARTBEAT,
            ApiKeys.LEAVE_GROUP,
            ApiKeys.CONSUMER_GROUP_HEARTBEAT,
            ApiKeys.INIT_PRODUCER_ID,
            ApiKeys.ADD_PARTITIONS_TO_TXN,
            ApiKeys.ADD_OFFSETS_TO_TXN,
            ApiKeys.TXN_OFFSET_COMMIT,
            ApiKeys.END_TXN);

    /**
     * A request whose answer will tell.
     *
     * @param witness who saw it
     * @param body what it said, as the witness wants it back
     */
    record Asked(Witness witness, RequestHeader header, ApiMessage body, @Nullable Object remembered) {}

    private final WitnessStand stand;
    private final Wire wire = new Wire();
    private final Map<Integer, Asked> asked = new HashMap<>();

    WireTap(WitnessStand stand) {
        this.stand = stand;
    }

    /**
     * The client sent a frame.
     *
     * @param frame without its size; left as it is
     */
    public void request(ByteBuffer frame) {
        Witness witness = stand.witness();
        if (witness == null || frame.remaining() < Short.BYTES || !isLookedAt(frame.getShort(frame.position()))) {
            return;
        }
        try {
            ByteBuffer copy = frame.duplicate();
            RequestHeader header = RequestHeader.parse(copy);
            if (!header.apiKey().isVersionSupported(header.apiVersion())) {
                witness.missed(header.apiKey().name + " of version " + header.apiVersion() + " cannot be read");
                return;
            }
            ApiMessage body = AbstractRequest.parseRequest(
                            header.apiKey(), header.apiVersion(), new ByteBufferAccessor(copy))
                    .request
                    .data();
            Object remembered = witness.asked(wire, header, body);
            if (!(body instanceof ProduceRequestData produce) || produce.acks() != 0) {
                asked.put(header.correlationId(), new Asked(witness, header, body, remembered));
            }
        } catch (RuntimeException unreadable) {
            LOGGER.debug("A request could not be read", unreadable);
        }
    }

    private static boolean isLookedAt(short key) {
        return ApiKeys.hasId(key) && LOOKED_AT.contains(ApiKeys.forId(key));
    }

    /** Whether an answer is worth showing. */
    public boolean awaits() {
        return !asked.isEmpty();
    }

    /**
     * An answer leaves for the client.
     *
     * @param frame without its size; left as it is
     */
    public void response(ByteBuffer frame) {
        if (asked.isEmpty() || frame.remaining() < Integer.BYTES) {
            return;
        }
        Asked question = asked.remove(frame.getInt(frame.position()));
        if (question == null) {
            return;
        }
        try {
            ApiMessage answer = AbstractResponse.parseResponse(frame.duplicate(), question.header())
                    .data();
            question.witness().answered(question, answer);
        } catch (RuntimeException unreadable) {
            LOGGER.debug("An answer could not be read", unreadable);
        }
    }

    /** The connection ended: what was not answered will not be. */
    public void closed() {
        asked.values().forEach(question -> question.witness().lost(question));
        asked.clear();
        Witness witness = stand.witness();
        if (witness != null) {
            witness.closed(wire);
        } else {
            wire.close();
        }
    }
}
