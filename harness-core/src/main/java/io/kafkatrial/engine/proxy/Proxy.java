/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.link.Link;
import io.kafkatrial.engine.link.Links;
import io.kafkatrial.engine.net.NetworkThreads;
import io.kafkatrial.engine.net.Resets;
import io.kafkatrial.engine.wire.WireTable;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands between processes the harness cannot look into: one {@link Door} for each directed pair of
 * ends, so that the source of every connection is known, and the same {@link Links} table that the
 * embedded engine obeys.
 *
 * <p>A door stays open while the process behind it is down; who comes in then is reset at once. Safe for
 * use by several threads.
 */
public final class Proxy implements AutoCloseable {

    private final Links links;
    private final WireTable table;
    private final LongSupplier nanos;
    private final NetworkThreads network = new NetworkThreads();
    private final UnpooledByteBufAllocator heap = new UnpooledByteBufAllocator(false, true);
    private final List<Channel> doors = new CopyOnWriteArrayList<>();
    private final Set<Passage> passages = ConcurrentHashMap.newKeySet();
    private final ChannelGroup connections = new DefaultChannelGroup(network.loop(), true);

    /** A proxy without doors, by the machine's own clock. */
    public Proxy(Links links, WireTable table) {
        this(links, table, Ticker.systemTicker()::nanoTime);
    }

    /**
     * A proxy without doors.
     *
     * @param links obeyed by everything that passes
     * @param table obeyed by every request
     * @param nanos elapsed time in nanoseconds from an arbitrary origin
     */
    public Proxy(Links links, WireTable table, LongSupplier nanos) {
        this.links = links;
        this.table = table;
        this.nanos = nanos;
    }

    /**
     * Open a door.
     *
     * @return where it listens
     * @throws IOException if the address cannot be bound
     */
    public InetSocketAddress open(Door door) throws IOException {
        Optional<Door> one = Optional.of(door);
        return open(door.listen(), source -> one);
    }

    /**
     * Open a place where several doors are.
     *
     * @param bySource the door for who comes from this address; empty resets. Called on network threads
     * @return where it listens
     * @throws IOException if the address cannot be bound
     */
    public InetSocketAddress open(InetSocketAddress listen, Function<InetAddress, Optional<Door>> bySource)
            throws IOException {
        EventLoop loop = network.loop();
        ChannelFuture bind = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.ALLOCATOR, heap)
                .childOption(ChannelOption.ALLOCATOR, heap)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connections.add(channel);
                        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelActive(io.netty.channel.ChannelHandlerContext ctx) {
                                ctx.pipeline().remove(this);
                                bySource.apply(channel.remoteAddress().getAddress())
                                        .ifPresentOrElse(door -> enter(channel, door), () -> turnAway(channel));
                            }
                        });
                    }
                })
                .bind(listen)
                .awaitUninterruptibly();
        @Nullable Throwable cause = bind.cause();
        if (cause != null) {
            throw new IOException("cannot listen on " + listen + ": " + cause.getMessage(), cause);
        }
        doors.add(bind.channel());
        return (InetSocketAddress) bind.channel().localAddress();
    }

    private void enter(SocketChannel channel, Door door) {
        Link there = links.link(door.from(), door.to());
        Link back = links.link(door.to(), door.from());
        Passage passage = new Passage(door, new Passage.Rules(links, there, back, table, nanos));
        passages.add(passage);
        channel.closeFuture().addListener(gone -> passages.remove(passage));
        passage.begin(channel, connections::add);
    }

    private static void turnAway(SocketChannel channel) {
        Resets.close(channel);
    }

    /**
     * Reset every connection that carries messages from one end to the other, and count it there.
     *
     * @param from may be the clients of one name
     */
    public void reset(Endpoint from, Endpoint to) {
        for (Passage passage : passages) {
            if (passage.reset(from, to)) {
                links.link(from, to).countReset();
            }
        }
    }

    /** Close every door, reset every connection, and end the threads. Idempotent. */
    @Override
    public void close() {
        doors.forEach(door -> door.close().awaitUninterruptibly());
        doors.clear();
        connections.forEach(Resets::prepare);
        connections.close().awaitUninterruptibly();
        network.close();
    }
}
