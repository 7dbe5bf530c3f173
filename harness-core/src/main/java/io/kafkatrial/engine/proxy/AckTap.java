/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterListener;
import io.kafkatrial.engine.PartitionId;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.Records;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ResponseHeader;
import org.jspecify.annotations.Nullable;

/**
 * Tells which records and offsets a broker acknowledged, by the answers it gives its clients. An answer
 * counts when it leaves the broker, whether its link lets it through or not. Offsets that are committed
 * with a transaction are not seen: no answer to a client says when they count. Confined to the event loop
 * of its connection.
 */
public final class AckTap implements Tap {

    private static final int NO_ACKS = 0;

    /**
     * What the taps of one broker have in common.
     *
     * @param broker whose answers these are
     * @param topicNames the name of a topic by its id in Kafka's text form, if it is known
     * @param events told what was acknowledged
     */
    public record Observation(
            int broker, Function<String, Optional<String>> topicNames, ClusterListener events, InstantSource clock) {}

    /** A request whose answer will tell. */
    private record Pending(RequestHeader header, String group, Map<PartitionId, Long> asked) {}

    private final Observation observation;
    private final Map<Integer, Pending> pending = new HashMap<>();

    /** Look at one connection of a client. */
    public AckTap(Observation observation) {
        this.observation = observation;
    }

    @Override
    public void request(ByteBuffer frame) {
        if (frame.remaining() < Short.BYTES) {
            return;
        }
        short key = frame.getShort(frame.position());
        if (key != ApiKeys.PRODUCE.id && key != ApiKeys.OFFSET_COMMIT.id) {
            return;
        }
        RequestHeader header = RequestHeader.parse(frame);
        if (!header.apiKey().isVersionSupported(header.apiVersion())) {
            return;
        }
        ByteBufferAccessor body = new ByteBufferAccessor(frame);
        if (header.apiKey() == ApiKeys.PRODUCE) {
            produce(header, new ProduceRequestData(body, header.apiVersion()));
        } else {
            commit(header, new OffsetCommitRequestData(body, header.apiVersion()));
        }
    }

    private void produce(RequestHeader header, ProduceRequestData request) {
        if (request.acks() == NO_ACKS) {
            return;
        }
        Map<PartitionId, Long> counts = new HashMap<>();
        request.topicData().forEach(topic -> name(topic.name(), topic.topicId()).ifPresent(name -> topic.partitionData()
                .forEach(partition ->
                        counts.put(new PartitionId(name, partition.index()), records(partition.records())))));
        pending.put(header.correlationId(), new Pending(header, "", counts));
    }

    private static long records(@Nullable Object records) {
        long count = 0;
        if (records instanceof Records batches) {
            for (RecordBatch batch : batches.batches()) {
                Integer known = batch.countOrNull();
                count += known == null ? 0 : known;
            }
        }
        return count;
    }

    private void commit(RequestHeader header, OffsetCommitRequestData request) {
        Map<PartitionId, Long> offsets = new HashMap<>();
        request.topics().forEach(topic -> name(topic.name(), topic.topicId()).ifPresent(name -> topic.partitions()
                .forEach(partition ->
                        offsets.put(new PartitionId(name, partition.partitionIndex()), partition.committedOffset()))));
        pending.put(header.correlationId(), new Pending(header, request.groupId(), offsets));
    }

    private Optional<String> name(@Nullable String name, Uuid id) {
        return name != null && !name.isEmpty()
                ? Optional.of(name)
                : observation.topicNames().apply(id.toString());
    }

    @Override
    public void response(ByteBuffer frame) {
        Pending asked = pending.remove(frame.getInt(frame.position()));
        if (asked == null) {
            return;
        }
        short version = asked.header.apiVersion();
        ResponseHeader.parse(frame, asked.header.apiKey().responseHeaderVersion(version));
        ByteBufferAccessor body = new ByteBufferAccessor(frame);
        if (asked.header.apiKey() == ApiKeys.PRODUCE) {
            produced(asked, new ProduceResponseData(body, version));
        } else {
            committed(asked, new OffsetCommitResponseData(body, version));
        }
    }

    private void produced(Pending asked, ProduceResponseData response) {
        response.responses().forEach(topic -> name(topic.name(), topic.topicId())
                .ifPresent(name -> topic.partitionResponses().forEach(partition -> {
                    PartitionId id = new PartitionId(name, partition.index());
                    long count = asked.asked.getOrDefault(id, 0L);
                    if (partition.errorCode() == Errors.NONE.code() && count > 0) {
                        observation
                                .events()
                                .on(new ClusterEvent.Acked(
                                        observation.clock().instant(),
                                        id,
                                        observation.broker(),
                                        partition.baseOffset(),
                                        Math.toIntExact(count)));
                    }
                })));
    }

    private void committed(Pending asked, OffsetCommitResponseData response) {
        response.topics().forEach(topic -> name(topic.name(), topic.topicId())
                .ifPresent(name -> topic.partitions().forEach(partition -> {
                    PartitionId id = new PartitionId(name, partition.partitionIndex());
                    Long offset = asked.asked.get(id);
                    if (partition.errorCode() == Errors.NONE.code() && offset != null) {
                        observation
                                .events()
                                .on(new ClusterEvent.OffsetCommitted(
                                        observation.clock().instant(), asked.group, id, offset));
                    }
                })));
    }
}
