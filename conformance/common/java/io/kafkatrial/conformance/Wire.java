/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.ResponseHeader;

/** One connection to one broker, by hand. Confined to one thread. */
final class Wire implements AutoCloseable {
    private static final int PATIENCE_MS = 20_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final DataOutputStream out;
    private int correlation;

    Wire(InetSocketAddress address) throws IOException {
        socket.connect(address, PATIENCE_MS);
        socket.setSoTimeout(PATIENCE_MS);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    /** Send a request and read its answer, as the type of its key's response. */
    <T> T ask(ApiKeys key, int version, ApiMessage request, Class<T> response) throws IOException {
        send(key, version, request);
        return response.cast(read(key, version));
    }

    void send(ApiKeys key, int version, ApiMessage request) throws IOException {
        RequestHeaderData header = new RequestHeaderData()
                .setRequestApiKey(key.id)
                .setRequestApiVersion((short) version)
                .setClientId("conformance")
                .setCorrelationId(++correlation);
        ByteBuffer head = MessageUtil.toByteBufferAccessor(header, key.requestHeaderVersion((short) version)).buffer();
        ByteBuffer body = MessageUtil.toByteBufferAccessor(request, (short) version).buffer();
        byte[] frame = new byte[head.remaining() + body.remaining()];
        int length = head.remaining();
        head.get(frame, 0, length);
        body.get(frame, length, body.remaining());
        send(frame);
    }

    /** Send these bytes as a frame. */
    void send(byte[] frame) throws IOException {
        out.writeInt(frame.length);
        out.write(frame);
        out.flush();
    }

    /** Send these bytes as they are. */
    void raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    ApiMessage read(ApiKeys key, int version) throws IOException {
        ByteBuffer frame = frame();
        int answered = ResponseHeader.parse(frame, key.responseHeaderVersion((short) version)).correlationId();
        if (answered != correlation) {
            throw new IllegalStateException("asked " + correlation + ", answered " + answered);
        }
        ApiMessage response = ApiMessageType.fromApiKey(key.id).newResponse();
        response.read(new ByteBufferAccessor(frame), (short) version);
        return response;
    }

    /** The next frame, without its size. */
    ByteBuffer frame() throws IOException {
        int size = in.readInt();
        byte[] bytes = new byte[size];
        in.readFully(bytes);
        return ByteBuffer.wrap(bytes);
    }

    /** Whether the broker ends this connection without a word. */
    String fate() throws IOException {
        try {
            in.readInt();
            return "answered";
        } catch (EOFException closed) {
            return "closed";
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
