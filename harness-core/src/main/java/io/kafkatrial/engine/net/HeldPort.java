/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * A port, of the loopback interface unless asked otherwise, that belongs to one broker as long as the cluster lives. The port is bound but does
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
        return take(InetAddress.getLoopbackAddress(), port);
    }

    /**
     * Take a port of the interface with this address.
     *
     * @param port the port, or 0 for any free one
     * @throws IOException if the port is in use, or no interface has the address
     */
    public static HeldPort take(InetAddress host, int port) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(host, port));
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
