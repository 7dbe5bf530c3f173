/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A channel that knows its two ends and nothing else; Kafka's authenticator asks it for those. Immutable. */
final class EndsOnly extends SocketChannel {

    private final InetSocketAddress remote;
    private final InetSocketAddress local;

    EndsOnly(InetSocketAddress remote, InetSocketAddress local) {
        super(SelectorProvider.provider());
        this.remote = remote;
        this.local = local;
    }

    /** Never connected, never open: only the addresses are asked for. */
    private final class Ends extends Socket {
        @Override
        public InetAddress getLocalAddress() {
            return local.getAddress();
        }

        @Override
        public InetAddress getInetAddress() {
            return remote.getAddress();
        }

        @Override
        public int getPort() {
            return remote.getPort();
        }
    }

    @Override
    public Socket socket() {
        return new Ends();
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return remote;
    }

    @Override
    public SocketAddress getLocalAddress() {
        return local;
    }

    private static UnsupportedOperationException noSocket() {
        return new UnsupportedOperationException("there is no socket behind this channel");
    }

    @Override
    public SocketChannel bind(@Nullable SocketAddress address) {
        throw noSocket();
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> name, T value) {
        throw noSocket();
    }

    @Override
    public <T> T getOption(SocketOption<T> name) {
        throw noSocket();
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Set.of();
    }

    @Override
    public SocketChannel shutdownInput() {
        throw noSocket();
    }

    @Override
    public SocketChannel shutdownOutput() {
        throw noSocket();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isConnectionPending() {
        return false;
    }

    @Override
    public boolean connect(SocketAddress address) {
        throw noSocket();
    }

    @Override
    public boolean finishConnect() {
        return true;
    }

    @Override
    public int read(ByteBuffer into) {
        throw noSocket();
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) {
        throw noSocket();
    }

    @Override
    public int write(ByteBuffer from) {
        throw noSocket();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw noSocket();
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {}

    @Override
    protected void implConfigureBlocking(boolean block) {}
}
