/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.wire;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.message.EnvelopeRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
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
public final class Sight implements Requested {

    private static final int PRODUCE_FLEXIBLE_SINCE = 9;

    private final RequestHeader header;
    private final ByteBuffer body;
    private final Function<String, Optional<String>> topicNames;
    private @Nullable Collection<NamedTopics.Topic> topics;
    private @Nullable Sight forwarded;
    private boolean opened;

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

    /** Take the topics of the session this request belongs to for the ones it names. */
    void isPartOf(SessionTopics session) {
        ApiMessage request = parsed();
        topics = request == null ? List.of() : session.asked(request);
    }

    ApiKeys key() {
        return header.apiKey();
    }

    /** What stands before the request itself. */
    public RequestHeader header() {
        return header;
    }

    @Override
    public boolean isA(String api) {
        return header.apiKey().name.equalsIgnoreCase(api)
                || forwarded().map(inner -> inner.isA(api)).orElse(false);
    }

    @Override
    public boolean isBy(String clientId) {
        return clientId.equals(clientId())
                || forwarded().map(inner -> inner.isBy(clientId)).orElse(false);
    }

    /** What the one who asks calls himself. */
    public String clientId() {
        String id = header.clientId();
        return id == null ? "" : id;
    }

    @Override
    public Optional<String> client() {
        return Optional.of(clientId());
    }

    /** A broker takes what it does not decide itself to the controller in an envelope (KIP-590). */
    private Optional<Sight> forwarded() {
        if (!opened && header.apiKey() == ApiKeys.ENVELOPE && isReadable()) {
            ByteBufferAccessor in = new ByteBufferAccessor(body.duplicate());
            forwarded = of(new EnvelopeRequestData(in, header.apiVersion()).requestData(), topicNames)
                    .orElse(null);
        }
        opened = true;
        return Optional.ofNullable(forwarded);
    }

    private boolean isReadable() {
        return header.apiKey().isVersionSupported(header.apiVersion());
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

    @Override
    public boolean names(String topic) {
        Collection<NamedTopics.Topic> known = topics;
        if (known == null) {
            ApiMessage request = parsed();
            known = request == null ? List.of() : NamedTopics.in(request).toList();
            topics = known;
        }
        return known.stream().anyMatch(named -> named.is(topic, topicNames))
                || forwarded().map(inner -> inner.names(topic)).orElse(false);
    }

    private @Nullable ApiMessage parsed() {
        return isReadable()
                ? NamedTopics.read(header.apiKey(), new ByteBufferAccessor(body.duplicate()), header.apiVersion())
                : null;
    }

    @Override
    public Decision refused(Errors error) {
        return refusal(error).<Decision>map(Decision.Answer::new).orElse(Decision.PASS);
    }

    @Override
    public Decision answeredAs(Map<Question, ByteBuffer> before) {
        ByteBuffer answer = before.get(question());
        return answer == null ? Decision.PASS : new Decision.Answer(addressed(answer));
    }

    /** The answer a broker gives that refuses all of this request; empty if there is none for it. */
    private Optional<ByteBuffer> refusal(Errors error) {
        if (!isReadable()) {
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
    private ByteBuffer addressed(ByteBuffer answerBody) {
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
