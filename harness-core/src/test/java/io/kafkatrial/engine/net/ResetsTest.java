/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResetsTest {

    private final NetworkThreads network = new NetworkThreads();
    private ServerSocket other;
    private Channel channel;
    private Socket far;

    @BeforeEach
    void connect() throws IOException {
        other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        channel = new Bootstrap()
                .group(network.loop())
                .channel(NioSocketChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(other.getLocalSocketAddress())
                .syncUninterruptibly()
                .channel();
        far = other.accept();
        far.setSoTimeout(20_000);
    }

    @AfterEach
    void close() throws IOException {
        far.close();
        other.close();
        channel.close().syncUninterruptibly();
        network.close();
    }

    @Test
    void otherEndSeesAResetAndNoFarewell() {
        Resets.close(channel).syncUninterruptibly();

        assertThatThrownBy(() -> far.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void connectionThatEndedInTheMeantimeIsNoError() {
        channel.close().syncUninterruptibly();

        assertThatCode(() -> Resets.prepare(channel)).doesNotThrowAnyException();
        assertThat(Resets.close(channel).syncUninterruptibly().isSuccess()).isTrue();
    }
}
