/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * A loopback port that belongs to one node as long as the cluster lives. We have it bound without listening: nobody
 * else gets it, connections are refused while the node is down, and the node, which asks to reuse the address as all
 * of Java's listeners do, binds over it. There is no moment at which it is free.
 */
public final class ReservedPort implements AutoCloseable {

    private final SocketChannel placeholder;
    private final int number;

    private ReservedPort(SocketChannel placeholder, int number) {
        this.placeholder = placeholder;
        this.number = number;
    }

    /**
     * Take a port.
     *
     * @param wanted the port, or 0 for any free one
     * @throws IOException if it is in use
     */
    public static ReservedPort take(int wanted) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), wanted));
            return new ReservedPort(channel, ((InetSocketAddress) channel.getLocalAddress()).getPort());
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    /** Its number. */
    public int number() {
        return number;
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
