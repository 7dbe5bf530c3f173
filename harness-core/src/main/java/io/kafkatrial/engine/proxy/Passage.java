/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

import io.kafkatrial.engine.link.Link;
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
import java.nio.ByteBuffer;
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
    private static final int SIZE_BYTES = Integer.BYTES;

    /** What both directions obey. */
    record Rules(Link there, Link back, LongSupplier nanos) {}

    private final Door door;
    private final Rules rules;
    private final Tap tap;

    Passage(Door door, Rules rules) {
        this.door = door;
        this.rules = rules;
        this.tap = door.tap().get();
    }

    /** Dial the other side for a connection that has come in and is not read yet. */
    void begin(Channel front, Consumer<Channel> opened) {
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
                .connect(door.target())
                .addListener((ChannelFutureListener) dialled -> {
                    if (dialled.isSuccess()) {
                        join(front, dialled.channel());
                    } else {
                        LOGGER.debug("No way from {} to {}", door.from(), door.to(), dialled.cause());
                        refuse(front, dialled.channel());
                    }
                });
    }

    /** As a forwarded port does when the process behind it is gone; by the way back, like any answer. */
    private void refuse(Channel front, Channel target) {
        new Flow(target, front, rules.back, rules.nanos).end(true);
        front.config().setAutoRead(true); // or else the end of the one who waits would not be noticed
    }

    private void join(Channel front, Channel target) {
        Flow there = new Flow(front, target, rules.there, rules.nanos);
        Flow back = new Flow(target, front, rules.back, rules.nanos);
        addTo(front, new Side(there, back, tap::request));
        addTo(target, new Side(back, there, tap::response));
        front.config().setAutoRead(true);
        target.config().setAutoRead(true);
        if (!front.isActive()) {
            there.end(false);
        }
        if (!target.isActive()) {
            back.end(true);
        }
    }

    private void addTo(Channel channel, Side side) {
        if (door.framing() == Framing.KAFKA) {
            channel.pipeline().addLast(new Frames());
        }
        channel.pipeline().addLast(side);
    }

    /** One end: what it sends sets out on {@code away}; what it is sent comes by {@code toMe}. */
    private final class Side extends ChannelInboundHandlerAdapter {
        private final Flow away;
        private final Flow toMe;
        private final Consumer<ByteBuffer> look;
        private boolean reset;

        Side(Flow away, Flow toMe, Consumer<ByteBuffer> look) {
            this.away = away;
            this.toMe = toMe;
            this.look = look;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            if (door.framing() == Framing.KAFKA) {
                try {
                    look.accept(bytes.nioBuffer(bytes.readerIndex() + SIZE_BYTES, bytes.readableBytes() - SIZE_BYTES)
                            .asReadOnlyBuffer());
                } catch (RuntimeException unreadable) {
                    LOGGER.debug("A frame from {} to {} could not be read", door.from(), door.to(), unreadable);
                }
            }
            away.message(bytes);
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
            reset = cause instanceof IOException;
            ctx.close();
        }
    }
}
