/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ShareAcknowledgeResponseData;
import org.apache.kafka.common.message.ShareFetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;
import org.apache.kafka.common.requests.ResponseHeader;

/**
 * Puts other addresses of brokers into the answers of one connection: all answers to clients that have any. A client that
 * is newer than what is known here is told by the broker's own list of versions to ask in one that is. Confined to the
 * event loop of its connection.
 */
final class Redirect {

    /** Every answer to clients that says where a broker is. */
    static final Set<ApiKeys> WITH_ADDRESSES = Set.of(
            ApiKeys.METADATA,
            ApiKeys.FIND_COORDINATOR,
            ApiKeys.DESCRIBE_CLUSTER,
            ApiKeys.PRODUCE,
            ApiKeys.FETCH,
            ApiKeys.SHARE_FETCH,
            ApiKeys.SHARE_ACKNOWLEDGE);

    private final Signpost signpost;
    private final Map<Integer, RequestHeader> asked = new HashMap<>();

    Redirect(Signpost signpost) {
        this.signpost = signpost;
    }

    /** A question goes to the broker, and is answered. */
    void asked(RequestHeader header) {
        boolean readable = header.apiKey().isVersionSupported(header.apiVersion());
        if (readable && (header.apiKey() == ApiKeys.API_VERSIONS || WITH_ADDRESSES.contains(header.apiKey()))) {
            asked.put(header.correlationId(), header);
        }
    }

    /**
     * What the client is told in place of this answer; empty if it stays as it is.
     *
     * @param frame without its size; left as it is
     */
    Optional<ByteBuffer> answer(ByteBuffer frame) {
        RequestHeader question = frame.remaining() < Integer.BYTES || asked.isEmpty()
                ? null
                : asked.remove(frame.getInt(frame.position()));
        if (question == null) {
            return Optional.empty();
        }
        ApiMessage answer =
                AbstractResponse.parseResponse(frame.duplicate(), question).data();
        if (!change(answer)) {
            return Optional.empty();
        }
        ResponseHeader header = question.toResponseHeader();
        return Optional.of(
                RequestUtils.serialize(header.data(), header.headerVersion(), answer, question.apiVersion()));
    }

    /** Gives back whether anything was changed. */
    private boolean change(ApiMessage answer) {
        if (answer instanceof MetadataResponseData metadata) {
            metadata.brokers()
                    .forEach(it -> lead(it.nodeId(), it.host(), it.port(), (host, port) -> it.setHost(host)
                            .setPort(port)));
            return !metadata.brokers().isEmpty();
        }
        if (answer instanceof DescribeClusterResponseData cluster) {
            cluster.brokers()
                    .forEach(it -> lead(it.brokerId(), it.host(), it.port(), (host, port) -> it.setHost(host)
                            .setPort(port)));
            return !cluster.brokers().isEmpty();
        }
        if (answer instanceof FindCoordinatorResponseData found) {
            return change(found);
        }
        if (answer instanceof ApiVersionsResponseData versions) {
            return change(versions);
        }
        return changeEndpoints(answer);
    }

    /** Until version 3 there is one, beside the list. */
    private boolean change(FindCoordinatorResponseData found) {
        if (found.nodeId() >= 0 && !found.host().isEmpty()) {
            lead(found.nodeId(), found.host(), found.port(), (host, port) -> found.setHost(host)
                    .setPort(port));
        }
        found.coordinators().stream()
                .filter(it -> it.nodeId() >= 0)
                .forEach(it -> lead(it.nodeId(), it.host(), it.port(), (host, port) -> it.setHost(host)
                        .setPort(port)));
        return true;
    }

    /** Where the new leader is, beside the error that says that there is one (KIP-951). */
    private boolean changeEndpoints(ApiMessage answer) {
        if (answer instanceof ProduceResponseData produced) {
            produced.nodeEndpoints()
                    .forEach(it -> lead(it.nodeId(), it.host(), it.port(), (host, port) -> it.setHost(host)
                            .setPort(port)));
            return !produced.nodeEndpoints().isEmpty();
        }
        if (answer instanceof FetchResponseData fetched) {
            fetched.nodeEndpoints()
                    .forEach(it -> lead(it.nodeId(), it.host(), it.port(), (host, port) -> it.setHost(host)
                            .setPort(port)));
            return !fetched.nodeEndpoints().isEmpty();
        }
        if (answer instanceof ShareFetchResponseData shared) {
            shared.nodeEndpoints()
                    .forEach(it -> lead(it.nodeId(), it.host(), it.port(), (host, port) -> it.setHost(host)
                            .setPort(port)));
            return !shared.nodeEndpoints().isEmpty();
        }
        if (answer instanceof ShareAcknowledgeResponseData acknowledged) {
            acknowledged
                    .nodeEndpoints()
                    .forEach(it -> lead(it.nodeId(), it.host(), it.port(), (host, port) -> it.setHost(host)
                            .setPort(port)));
            return !acknowledged.nodeEndpoints().isEmpty();
        }
        return false;
    }

    private void lead(int broker, String host, int port, BiConsumer<String, Integer> put) {
        InetSocketAddress door = signpost.instead(broker, InetSocketAddress.createUnresolved(host, port));
        put.accept(door.getHostString(), door.getPort());
    }

    /** An answer with addresses that cannot be read would lead past the doors: so it is not offered. */
    private static boolean change(ApiVersionsResponseData versions) {
        if (versions.errorCode() != Errors.NONE.code()) {
            return false; // the broker has answered in version 0, whatever was asked
        }
        boolean changed = false;
        for (ApiKeys key : WITH_ADDRESSES) {
            ApiVersionsResponseData.ApiVersion offered = versions.apiKeys().find(key.id);
            if (offered != null && offered.maxVersion() > key.latestVersion()) {
                offered.setMaxVersion(key.latestVersion());
                changed = true;
            }
        }
        return changed;
    }
}
