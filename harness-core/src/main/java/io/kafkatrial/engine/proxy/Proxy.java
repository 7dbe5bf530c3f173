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
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Stands between processes the harness cannot look into: one {@link Door} for each directed pair of
 * ends, so that the source of every connection is known, and the same {@link Links} table that the
 * embedded engine obeys.
 *
 * <p>A door stays open while the process behind it is down; who comes in then is reset at once. Safe for
 * use by several threads.
 */
public final class Proxy implements AutoCloseable {

    private static final int BACKLOG = 128;

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
     * Open a door; never waits, so network threads may do it, too.
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
        ServerSocketChannel socket = bind(listen);
        ChannelFuture opened = new ServerBootstrap()
                .group(network.loop())
                .channelFactory(() -> new NioServerSocketChannel(socket))
                .option(ChannelOption.ALLOCATOR, heap)
                .option(ChannelOption.AUTO_READ, false)
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
                .register();
        doors.add(opened.channel());
        opened.addListener(ready -> whoWaitsMayComeIn(opened.channel()));
        return (InetSocketAddress) socket.getLocalAddress();
    }

    /** The kernel takes connections from here on; they are read when a network thread has taken the socket over. */
    private static ServerSocketChannel bind(InetSocketAddress listen) throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open();
        try {
            socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            socket.bind(listen, BACKLOG);
            return socket;
        } catch (IOException taken) {
            socket.close();
            throw new IOException("cannot listen on " + listen + ": " + taken.getMessage(), taken);
        }
    }

    /** Its socket was bound before it: so it lets in nobody until all of its handlers are there, which takes a turn. */
    private static void whoWaitsMayComeIn(Channel door) {
        door.eventLoop().execute(() -> door.config().setAutoRead(true));
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
