/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.wire;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;
import org.jspecify.annotations.Nullable;

/**
 * One request as far as it was looked at: the header at once, the topics when somebody asks. Confined to its
 * reader, and valid as long as the frame it was made of.
 */
public final class Sight {

    private static final int PRODUCE_FLEXIBLE_SINCE = 9;

    private final RequestHeader header;
    private final ByteBuffer body;
    private final Function<String, Optional<String>> topicNames;
    private @Nullable List<String> topics;

    private Sight(RequestHeader header, ByteBuffer body, Function<String, Optional<String>> topicNames) {
        this.header = header;
        this.body = body;
        this.topicNames = topicNames;
    }

    /**
     * Look at a request.
     *
     * @param frame without its size; left as it is
     * @return empty if it cannot be read: then it is the broker's to judge
     */
    static Optional<Sight> of(ByteBuffer frame, Function<String, Optional<String>> topicNames) {
        ByteBuffer copy = frame.duplicate();
        try {
            RequestHeader header = RequestHeader.parse(copy);
            return Optional.of(new Sight(header, copy.slice(), topicNames));
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    String api() {
        return header.apiKey().name;
    }

    String clientId() {
        String id = header.clientId();
        return id == null ? "" : id;
    }

    /** The id its answer will bear. */
    public int correlationId() {
        return header.correlationId();
    }

    short responseHeaderVersion() {
        return header.apiKey().responseHeaderVersion(header.apiVersion());
    }

    /** Whether an answer will come: all requests have one but those to append with acks=0. */
    public boolean isAnswered() {
        if (header.apiKey() != ApiKeys.PRODUCE) {
            return true;
        }
        try {
            ByteBufferAccessor in = new ByteBufferAccessor(body.duplicate());
            int length = header.apiVersion() >= PRODUCE_FLEXIBLE_SINCE ? in.readUnsignedVarint() - 1 : in.readShort();
            in.readArray(Math.max(0, length));
            return in.readShort() != 0;
        } catch (RuntimeException unreadable) {
            return true;
        }
    }

    /** What makes two requests the same question: everything but who asks when. */
    Question question() {
        return new Question(header.apiKey().id, header.apiVersion(), body.duplicate());
    }

    record Question(short key, short version, ByteBuffer body) {}

    boolean names(String topic) {
        List<String> known = topics;
        if (known == null) {
            known = header.apiKey().isVersionSupported(header.apiVersion()) ? read() : List.of();
            topics = known;
        }
        return known.contains(topic);
    }

    private List<String> read() {
        ByteBufferAccessor in = new ByteBufferAccessor(body.duplicate());
        short version = header.apiVersion();
        Stream<String> names =
                switch (header.apiKey()) {
                    case PRODUCE ->
                        new ProduceRequestData(in, version)
                                .topicData().stream().map(topic -> name(topic.name(), topic.topicId()));
                    case FETCH ->
                        new FetchRequestData(in, version)
                                .topics().stream().map(topic -> name(topic.topic(), topic.topicId()));
                    case LIST_OFFSETS ->
                        new ListOffsetsRequestData(in, version)
                                .topics().stream().map(topic -> topic.name());
                    case METADATA -> asked(new MetadataRequestData(in, version));
                    case OFFSET_COMMIT ->
                        new OffsetCommitRequestData(in, version)
                                .topics().stream().map(topic -> name(topic.name(), topic.topicId()));
                    case TXN_OFFSET_COMMIT ->
                        new TxnOffsetCommitRequestData(in, version)
                                .topics().stream().map(topic -> name(topic.name(), topic.topicId()));
                    case ADD_PARTITIONS_TO_TXN -> added(new AddPartitionsToTxnRequestData(in, version));
                    default -> Stream.of();
                };
        return names.toList();
    }

    private Stream<String> asked(MetadataRequestData request) {
        List<MetadataRequestData.MetadataRequestTopic> asked = request.topics();
        return asked == null ? Stream.of() : asked.stream().map(topic -> name(topic.name(), topic.topicId()));
    }

    private static Stream<String> added(AddPartitionsToTxnRequestData request) {
        return Stream.concat(
                request.v3AndBelowTopics().stream().map(topic -> topic.name()),
                request.transactions().stream()
                        .flatMap(transaction -> transaction.topics().stream().map(topic -> topic.name())));
    }

    private String name(@Nullable String name, Uuid id) {
        return name != null && !name.isEmpty()
                ? name
                : topicNames.apply(id.toString()).orElse("");
    }

    /** The answer a broker gives that refuses all of this request; empty if there is none for it. */
    Optional<ByteBuffer> refusal(Errors error) {
        if (!header.apiKey().isVersionSupported(header.apiVersion())) {
            return Optional.empty();
        }
        AbstractRequest request = AbstractRequest.parseRequest(
                        header.apiKey(), header.apiVersion(), new ByteBufferAccessor(body.duplicate()))
                .request;
        AbstractResponse answer = request.getErrorResponse(error.exception());
        return answer == null
                ? Optional.empty()
                : Optional.of(RequestUtils.serialize(
                        header.toResponseHeader().data(),
                        header.toResponseHeader().headerVersion(),
                        answer.data(),
                        header.apiVersion()));
    }

    /** The same answer to another asker. */
    ByteBuffer addressed(ByteBuffer answerBody) {
        ByteBuffer head = MessageUtil.toByteBufferAccessor(
                        header.toResponseHeader().data(),
                        header.toResponseHeader().headerVersion())
                .buffer();
        return ByteBuffer.allocate(head.remaining() + answerBody.remaining())
                .put(head)
                .put(answerBody.duplicate())
                .flip();
    }
}
