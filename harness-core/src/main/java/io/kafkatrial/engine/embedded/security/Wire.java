/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.security;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.security.Principal;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.network.TransportLayer;
import org.apache.kafka.common.security.auth.KafkaPrincipal;

/**
 * A connection in memory, for Kafka's authenticator: it reads the frame we feed, and what it writes is kept for us.
 * Confined to the broker's loop.
 */
final class Wire implements TransportLayer {

    private final SocketChannel ends;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private ByteBuffer incoming = ByteBuffer.allocate(0);

    Wire(InetSocketAddress remote, InetSocketAddress local) {
        this.ends = new EndsOnly(remote, local);
    }

    /** Let the next reads find this frame and its size. */
    void feed(ByteBuffer frame) {
        incoming = ByteBuffer.allocate(Integer.BYTES + frame.remaining());
        incoming.putInt(frame.remaining()).put(frame.duplicate()).flip();
    }

    /** What was written since the last time, without its size; empty if nothing was. */
    Optional<ByteBuffer> takeWritten() {
        byte[] bytes = written.toByteArray();
        written.reset();
        return bytes.length < Integer.BYTES
                ? Optional.empty()
                : Optional.of(ByteBuffer.wrap(Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length)));
    }

    @Override
    public int read(ByteBuffer into) {
        int length = Math.min(into.remaining(), incoming.remaining());
        into.put(incoming.slice().limit(length));
        incoming.position(incoming.position() + length);
        return length;
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            total += read(into[i]);
        }
        return total;
    }

    @Override
    public long read(ByteBuffer[] into) {
        return read(into, 0, into.length);
    }

    @Override
    public int write(ByteBuffer from) {
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        written.writeBytes(bytes);
        return bytes.length;
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            total += write(from[i]);
        }
        return total;
    }

    @Override
    public long write(ByteBuffer[] from) {
        return write(from, 0, from.length);
    }

    @Override
    public boolean hasPendingWrites() {
        return false;
    }

    @Override
    public long transferFrom(FileChannel file, long position, long count) throws IOException {
        throw new IOException("nothing is sent from files here");
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public boolean finishConnect() {
        return true;
    }

    @Override
    public void disconnect() {}

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public SocketChannel socketChannel() {
        return ends;
    }

    @Override
    public SelectionKey selectionKey() {
        throw new UnsupportedOperationException("there is no selector here");
    }

    @Override
    public void handshake() {}

    @Override
    public Principal peerPrincipal() {
        return KafkaPrincipal.ANONYMOUS;
    }

    @Override
    public void addInterestOps(int ops) {}

    @Override
    public void removeInterestOps(int ops) {}

    @Override
    public boolean isMute() {
        return false;
    }

    @Override
    public boolean hasBytesBuffered() {
        return incoming.hasRemaining();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
