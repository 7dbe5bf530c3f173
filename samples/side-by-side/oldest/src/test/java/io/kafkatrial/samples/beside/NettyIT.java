/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.beside;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.Cluster;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.junit.jupiter.api.Test;

/** The user's Netty 4.1 beside the core's relocated 4.2: a channel of the one meets a broker of the other. */
class NettyIT {

    @Test
    void channelOfTheUsersNettyReachesABroker() throws InterruptedException {
        var group = new NioEventLoopGroup(1);
        try (Cluster cluster = Cluster.builder().brokers(1).start()) {
            String[] address = cluster.bootstrapServers().split(":", 2);

            Channel channel = new Bootstrap()
                    .group(group)
                    .channel(NioSocketChannel.class)
                    .handler(new ChannelInboundHandlerAdapter())
                    .connect(address[0], Integer.parseInt(address[1]))
                    .sync()
                    .channel();

            assertThat(channel.isActive()).isTrue();
            assertThat(Jars.nameOf(Channel.class)).startsWith("netty-transport-4.1.");
            channel.close().sync();
        } finally {
            group.shutdownGracefully();
        }
    }
}
