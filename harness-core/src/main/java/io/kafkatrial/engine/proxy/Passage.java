/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.link.Link;
import io.kafkatrial.engine.link.Links;
import io.kafkatrial.engine.net.Resets;
import io.kafkatrial.engine.net.Way;
import io.kafkatrial.engine.wire.WireTable;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection through the proxy: the side that came in by the door, the side that was dialled for it,
 * and a {@link Flow} each way. Confined to the event loop both sides share.
 */
final class Passage {

    private static final Logger LOGGER = LoggerFactory.getLogger(Passage.class);
    private static final int CONNECT_TIMEOUT_MS = 5_000;

    /** What both directions obey. */
    record Rules(Links links, Link there, Link back, WireTable table, LongSupplier nanos) {}

    private final Door door;
    private final Rules rules;
    private final Caller caller;
    private volatile Runnable ending = () -> {};

    Passage(Door door, Rules rules) {
        this.door = door;
        this.rules = rules;
        this.caller = new Caller(door, rules.links());
    }

    /** Reset the connection if it is one of those between the two; gives back whether it is. */
    boolean reset(Endpoint one, Endpoint other) {
        boolean meant = caller.isBetween(one, other);
        if (meant) {
            ending.run();
        }
        return meant;
    }

    private Flow there(Channel front, Channel target) {
        return new Flow(front, target, new Way<>(rules.there, caller::there, rules.nanos));
    }

    private Flow back(Channel target, Channel front) {
        return new Flow(target, front, new Way<>(rules.back, caller::back, rules.nanos));
    }

    /** Dial the other side for a connection that has come in and is not read yet. */
    void begin(Channel front, Consumer<Channel> opened) {
        InetSocketAddress target = door.target().get();
        if (target == null) {
            refuse(front, front);
            return;
        }
        new Bootstrap()
                .group(front.eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.ALLOCATOR, front.alloc())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        opened.accept(channel);
                    }
                })
                .connect(target)
                .addListener((ChannelFutureListener) dialled -> {
                    if (dialled.isSuccess()) {
                        door.terms()
                                .tls()
                                .ifPresentOrElse(
                                        tls -> new Handshakes(tls, target, rules)
                                                .shake(front, dialled.channel(), this::join),
                                        () -> join(front, dialled.channel()));
                    } else {
                        LOGGER.debug("No way from {} to {}", door.from(), door.to(), dialled.cause());
                        refuse(front, dialled.channel());
                    }
                });
    }

    /** As a forwarded port does when the process behind it is gone; by the way back, like any answer. */
    private void refuse(Channel front, Channel target) {
        back(target, front).end(true);
        front.config().setAutoRead(true); // or else the end of the one who waits would not be noticed
    }

    private void join(Channel front, Channel target) {
        Flow there = there(front, target);
        Flow back = back(target, front);
        ending = () -> front.eventLoop().execute(() -> reset(front, target));
        Exchange exchange = new Exchange(
                new Exchange.Setting(door, rules.table, caller),
                there,
                back,
                new Exchange.Means(() -> reset(front, target), front.eventLoop()));
        back.tell(exchange::leaving);
        front.closeFuture().addListener(over -> exchange.closed());
        int requestMax = door.terms().frameBytesMax();
        front.pipeline().addLast(new Frames(requestMax), new Side(there, back, exchange::request));
        target.pipeline().addLast(new Frames(Integer.MAX_VALUE), new Side(back, there, exchange::response));
        front.config().setAutoRead(true);
        target.config().setAutoRead(true);
        if (!front.isActive()) {
            there.end(false);
        }
        if (!target.isActive()) {
            back.end(true);
        }
    }

    /** What a middlebox does to a connection it wants to end; the network's delays do not matter to it. */
    private static void reset(Channel front, Channel target) {
        Resets.close(front);
        target.close();
    }

    /** One end: what it says is taken by {@code taker}; what it is told comes by {@code toMe}. */
    private static final class Side extends ChannelInboundHandlerAdapter {
        private final Flow away;
        private final Flow toMe;
        private final Consumer<ByteBuf> taker;
        private boolean reset;

        Side(Flow away, Flow toMe, Consumer<ByteBuf> taker) {
            this.away = away;
            this.toMe = toMe;
            this.taker = taker;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof Frames.Rest rest) {
                away.message(rest.bytes());
            } else {
                taker.accept((ByteBuf) message);
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            toMe.pump();
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            toMe.abandon();
            away.end(reset);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            LOGGER.debug("Closing {}: {}", ctx.channel(), cause.toString());
            reset = cause instanceof IOException;
            ctx.close();
        }
    }
}
