/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * A loopback port that belongs to one broker as long as the cluster lives. The port is bound but does
 * not listen: while the broker is down connections are refused, as by a dead process, yet nobody else
 * can take the port. A listener with address reuse binds over it.
 */
public final class HeldPort implements AutoCloseable {

    private final SocketChannel placeholder;
    private final InetSocketAddress address;

    private HeldPort(SocketChannel placeholder, InetSocketAddress address) {
        this.placeholder = placeholder;
        this.address = address;
    }

    /**
     * Take a port of the loopback interface.
     *
     * @param port the port, or 0 for any free one
     * @throws IOException if the port is in use
     */
    public static HeldPort take(int port) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return new HeldPort(channel, (InetSocketAddress) channel.getLocalAddress());
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    /** The address to listen on. */
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        try {
            placeholder.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
