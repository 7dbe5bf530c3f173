/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.net;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.embedded.loop.LoopClock;
import io.kafkatrial.engine.link.Link;
import io.kafkatrial.engine.net.Way;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client connection. Like Apache Kafka it works on one request at a time and so answers in order;
 * requests that arrive meanwhile wait. Both directions obey their {@link Link}: what meets a cut or a
 * delay waits here, in order, as in the buffers of TCP.
 *
 * <p>Confined to the channel's event loop; only {@link FrameHandler.Reply} crosses threads.
 */
final class Connection extends SimpleChannelInboundHandler<ByteBuf> {

    private static final Logger LOGGER = LoggerFactory.getLogger(Connection.class);
    private static final int WAITING_REQUESTS_MAX = 100;

    private final FrameHandler handler;
    private final Link fromClients;
    private final Way<ByteBuffer> in;
    private final Way<ByteBuf> out;
    private boolean working;
    private boolean closed;
    private FrameHandler.@Nullable Client client;

    Connection(FrameHandler handler, Link fromClients, Link toClients, LoopClock clock) {
        super(true);
        this.handler = handler;
        this.fromClients = fromClients;
        this.in = new Way<>(fromClients, clock::nanos);
        this.out = new Way<>(toClients, clock::nanos);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        InetAddress address = ctx.channel().remoteAddress() instanceof InetSocketAddress remote
                ? remote.getAddress()
                : InetAddress.getLoopbackAddress();
        client = new FrameHandler.Client(ctx.channel().id().asLongText(), address);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf frame) {
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes);
        in.add(ByteBuffer.wrap(bytes));
        if (in.size() >= WAITING_REQUESTS_MAX) {
            ctx.channel().config().setAutoRead(false);
        }
        work(ctx);
    }

    private void work(ChannelHandlerContext ctx) {
        if (working || !ctx.channel().isActive()) {
            return;
        }
        ByteBuffer frame = in.next(ctx.executor(), () -> work(ctx));
        if (frame == null) {
            return;
        }
        working = true;
        if (in.size() < WAITING_REQUESTS_MAX / 2) {
            ctx.channel().config().setAutoRead(true);
        }
        handler.onFrame(frame, requireNonNull(client), new ReplyOnce(ctx));
    }

    private void done(ChannelHandlerContext ctx) {
        working = false;
        work(ctx);
    }

    private void flushOut(ChannelHandlerContext ctx) {
        boolean wrote = false;
        for (ByteBuf response = out.next(ctx.executor(), () -> flushOut(ctx)); response != null; ) {
            ctx.write(response, ctx.voidPromise());
            wrote = true;
            response = out.next(ctx.executor(), () -> flushOut(ctx));
        }
        if (wrote) {
            ctx.flush();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOGGER.debug("Connection of {} closed: {}", ctx.channel().remoteAddress(), cause.toString());
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        in.clear();
        out.clear();
        FrameHandler.Client gone = client;
        if (gone == null || closed) {
            return;
        }
        closed = true;
        // Across a link that is cut nobody hears that the other end is gone.
        if (fromClients.isCut()) {
            fromClients.onMend(() -> handler.onClosed(gone));
        } else {
            handler.onClosed(gone);
        }
    }

    private final class ReplyOnce implements FrameHandler.Reply {
        private final ChannelHandlerContext ctx;
        /** Set by whoever replies, before it replies. */
        private int restMs;

        ReplyOnce(ChannelHandlerContext ctx) {
            this.ctx = ctx;
        }

        @Override
        public void send(ByteBuffer... response) {
            int size = 0;
            for (ByteBuffer part : response) {
                size += part.remaining();
            }
            ByteBuf frame = Unpooled.wrappedBuffer(parts(size, response));
            ctx.executor().execute(() -> {
                if (ctx.channel().isActive()) {
                    out.add(frame);
                    flushOut(ctx);
                    rested();
                }
            });
        }

        private static ByteBuffer[] parts(int size, ByteBuffer[] response) {
            ByteBuffer[] parts = new ByteBuffer[response.length + 1];
            parts[0] = ByteBuffer.allocate(Integer.BYTES).putInt(0, size);
            System.arraycopy(response, 0, parts, 1, response.length);
            return parts;
        }

        @Override
        public void nothing() {
            ctx.executor().execute(this::rested);
        }

        @Override
        public void rest(int restMs) {
            this.restMs = restMs;
        }

        private void rested() {
            if (restMs > 0) {
                ctx.executor().schedule(() -> done(ctx), restMs, TimeUnit.MILLISECONDS);
            } else {
                done(ctx);
            }
        }

        @Override
        public void close(String reason) {
            LOGGER.debug("Closing the connection of {}: {}", ctx.channel().remoteAddress(), reason);
            ctx.executor().execute(() -> ctx.close());
        }
    }
}
