/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.metadata;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.ResponseHeader;

/** A connection to one node, for questions no client library asks. One at a time, by one thread; any may close it. */
final class WireConnection implements AutoCloseable {

    private static final int MOST_BYTES = 64 * 1024 * 1024;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final DataOutputStream out;
    private int correlation;

    WireConnection(InetSocketAddress address, int timeoutMs) throws IOException {
        try {
            socket.setTcpNoDelay(true);
            socket.connect(address, timeoutMs);
            socket.setSoTimeout(timeoutMs);
            in = new DataInputStream(socket.getInputStream());
            out = new DataOutputStream(socket.getOutputStream());
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    /** Send a request, wait for its answer and read it into {@code response}. */
    <T extends ApiMessage> T ask(ApiKeys key, short version, ApiMessage request, T response) throws IOException {
        RequestHeaderData header = new RequestHeaderData()
                .setRequestApiKey(key.id)
                .setRequestApiVersion(version)
                .setClientId("kafka-trial")
                .setCorrelationId(++correlation);
        ByteBuffer head = MessageUtil.toByteBufferAccessor(header, key.requestHeaderVersion(version))
                .buffer();
        ByteBuffer body = MessageUtil.toByteBufferAccessor(request, version).buffer();
        int length = head.remaining() + body.remaining();
        out.write(ByteBuffer.allocate(Integer.BYTES + length)
                .putInt(length)
                .put(head)
                .put(body)
                .array());
        out.flush();
        int size = in.readInt();
        if (size < 0 || size > MOST_BYTES) {
            throw new IOException("a node sent a frame of " + size + " bytes");
        }
        byte[] bytes = new byte[size];
        in.readFully(bytes);
        ByteBuffer frame = ByteBuffer.wrap(bytes);
        ResponseHeader.parse(frame, key.responseHeaderVersion(version));
        response.read(new ByteBufferAccessor(frame), version);
        return response;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException closed) {
            // it is closed either way
        }
    }
}
