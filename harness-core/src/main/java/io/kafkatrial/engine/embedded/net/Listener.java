/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.net;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.embedded.loop.LoopClock;
import io.kafkatrial.engine.link.Link;
import io.kafkatrial.engine.link.Links;
import io.kafkatrial.engine.net.NetworkThreads;
import io.kafkatrial.engine.wire.WireTable;
import io.kafkatrial.engine.witness.WitnessStand;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A broker's open door on its port. A frame that is longer than {@code frameBytesMax} or has a negative
 * size closes its connection and touches nothing else.
 *
 * <p>Safe for use by several threads.
 */
public final class Listener {

    /**
     * Open the door.
     *
     * @param links obeyed by requests and responses
     * @param table obeyed by every request
     * @param self whose door it is
     * @param frameBytesMax Kafka's {@code socket.request.max.bytes}
     * @param strangerBytesMax the same for clients nobody knows yet, Kafka's {@code sasl.server.max.receive.size};
     *     {@code frameBytesMax} where nobody has to say who he is
     * @param tls what encrypts; null for nothing
     * @param witnesses who may want to see what passes, behind TLS
     */
    public record Settings(
            Links links,
            WireTable table,
            Endpoint self,
            int frameBytesMax,
            int strangerBytesMax,
            LoopClock clock,
            @Nullable TlsDoor tls,
            WitnessStand witnesses) {
        /** A door everybody may come in by, in the clear. */
        public Settings(Links links, WireTable table, Endpoint self, int frameBytesMax, LoopClock clock) {
            this(links, table, self, frameBytesMax, frameBytesMax, clock, null, NOBODY);
        }

        Link fromClients() {
            return links.link(Endpoint.clients(), self);
        }

        Link toClients() {
            return links.link(self, Endpoint.clients());
        }
    }

    private static final WitnessStand NOBODY = new WitnessStand(id -> Optional.empty(), InstantSource.system());
    private static final int TURNS_MAX = 2_000;
    private static final long TURN_MS = 5;

    private final ChannelGroup connections;
    private final Channel door;

    private Listener(Channel door, ChannelGroup connections) {
        this.door = door;
        this.connections = connections;
    }

    /**
     * Open the door.
     *
     * @throws IOException if the address cannot be bound
     */
    public static Listener open(
            NetworkThreads network, InetSocketAddress address, Settings settings, FrameHandler.Doorman doorman)
            throws IOException {
        EventLoop loop = network.loop();
        // Notified on the closing channel's own thread, so no executor of Netty's global kind is started.
        ChannelGroup connections = new DefaultChannelGroup(loop, true);
        UnpooledByteBufAllocator heap = new UnpooledByteBufAllocator(false, true);
        ServerBootstrap door = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.ALLOCATOR, heap)
                .childOption(ChannelOption.ALLOCATOR, heap)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connections.add(channel);
                        furnish(channel.pipeline(), settings, new Connection(doorman, settings));
                    }
                });
        return new Listener(bind(door, loop, address), connections);
    }

    private static void furnish(ChannelPipeline pipeline, Settings settings, Connection connection) {
        if (settings.tls() != null) {
            settings.tls().install(pipeline, List.of(settings.fromClients(), settings.toClients()));
        }
        pipeline.addLast(
                settings.strangerBytesMax() == settings.frameBytesMax()
                        ? new LengthFieldBasedFrameDecoder(settings.frameBytesMax(), 0, 4, 0, 4)
                        : new WaryFrames(settings, connection));
        pipeline.addLast(connection);
    }

    /**
     * Bind over the {@link HeldPort}. The port is ours, so if it is still in use, then by the door of the
     * process before: the JDK gives the port of a closed channel back only when its selector turns again.
     */
    private static Channel bind(ServerBootstrap door, EventLoop loop, InetSocketAddress address) throws IOException {
        ChannelFuture bind = door.bind(address).awaitUninterruptibly();
        for (int turn = 0; turn < TURNS_MAX && bind.cause() instanceof BindException; turn++) {
            loop.schedule(() -> {}, TURN_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
            bind = door.bind(address).awaitUninterruptibly();
        }
        @Nullable Throwable cause = bind.cause();
        if (cause != null) {
            throw new IOException("cannot listen on " + address + ": " + cause.getMessage(), cause);
        }
        return bind.channel();
    }

    /**
     * Close the door and reset every connection, as the kernel does for a killed process. Across a link that is cut
     * no reset passes either: its client is left with half a connection until the link is mended.
     */
    public void crash() {
        door.close().awaitUninterruptibly();
        end(channel -> true, Connection::die);
    }

    /** Close the door and every connection in good order, as far as links let the end of a stream pass. */
    public void close() {
        door.close().awaitUninterruptibly();
        end(channel -> true, Connection::leave);
    }

    /**
     * Reset connections, whatever the links do: whoever resets them stands beside the client.
     *
     * @param clients all, or those of one name
     * @return how many there were
     */
    public int reset(Endpoint clients) {
        return end(
                connection -> clients instanceof Endpoint.Clients
                        || (clients instanceof Endpoint.Client one
                                && one.clientId().equals(connection.client())),
                Connection::resetNow);
    }

    private int end(Predicate<Connection> which, BiFunction<Connection, Channel, ChannelFuture> how) {
        List<Future<ChannelFuture>> ends = new ArrayList<>();
        for (Channel channel : connections) {
            Connection connection = channel.pipeline().get(Connection.class);
            if (connection != null && which.test(connection)) {
                ends.add(channel.eventLoop().submit(() -> how.apply(connection, channel)));
            }
        }
        ends.forEach(end -> {
            end.awaitUninterruptibly();
            ChannelFuture done = end.getNow();
            if (done != null) {
                done.awaitUninterruptibly();
            }
        });
        return ends.size();
    }
}
