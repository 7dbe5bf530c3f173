/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.net;

import io.kafkatrial.engine.embedded.link.Link;
import io.kafkatrial.engine.embedded.loop.LoopClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
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
    private final Way<ByteBuffer> in;
    private final Way<ByteBuf> out;
    private boolean working;
    private @Nullable InetAddress client;

    Connection(FrameHandler handler, Link fromClients, Link toClients, LoopClock clock) {
        super(true);
        this.handler = handler;
        this.in = new Way<>(fromClients, clock);
        this.out = new Way<>(toClients, clock);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (ctx.channel().remoteAddress() instanceof InetSocketAddress remote) {
            client = remote.getAddress();
        }
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
        ByteBuffer frame = in.next(ctx, () -> work(ctx));
        if (frame == null) {
            return;
        }
        working = true;
        if (in.size() < WAITING_REQUESTS_MAX / 2) {
            ctx.channel().config().setAutoRead(true);
        }
        InetAddress from = client != null ? client : InetAddress.getLoopbackAddress();
        handler.onFrame(frame, from, new ReplyOnce(ctx));
    }

    private void done(ChannelHandlerContext ctx) {
        working = false;
        work(ctx);
    }

    private void flushOut(ChannelHandlerContext ctx) {
        boolean wrote = false;
        for (ByteBuf response = out.next(ctx, () -> flushOut(ctx)); response != null; ) {
            ctx.write(response, ctx.voidPromise());
            wrote = true;
            response = out.next(ctx, () -> flushOut(ctx));
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
    }

    private final class ReplyOnce implements FrameHandler.Reply {
        private final ChannelHandlerContext ctx;

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
                    done(ctx);
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
            ctx.executor().execute(() -> done(ctx));
        }

        @Override
        public void close(String reason) {
            LOGGER.debug("Closing the connection of {}: {}", ctx.channel().remoteAddress(), reason);
            ctx.executor().execute(() -> ctx.close());
        }
    }

    /** One direction of this connection: what is under way, in order. */
    private static final class Way<T> {

        private record Item<T>(T what, long dueNanos) {}

        private final Link link;
        private final LoopClock clock;
        private final ArrayDeque<Item<T>> items = new ArrayDeque<>();
        private long lastDueNanos;
        private boolean wakePending;

        Way(Link link, LoopClock clock) {
            this.link = link;
            this.clock = clock;
        }

        int size() {
            return items.size();
        }

        void clear() {
            items.clear();
        }

        void add(T what) {
            if (link.isOpen() && items.isEmpty()) {
                link.countPassed();
                items.add(new Item<>(what, 0));
                return;
            }
            long now = clock.nanos();
            long dueNanos = now;
            if (link.isCut()) {
                link.countStopped();
            } else {
                dueNanos += link.transitNanos();
            }
            lastDueNanos = items.isEmpty() ? dueNanos : Math.max(lastDueNanos, dueNanos);
            items.add(new Item<>(what, lastDueNanos));
        }

        /** The next item that has arrived; otherwise null, and {@code wake} is called when there may be one. */
        @Nullable
        T next(ChannelHandlerContext ctx, Runnable wake) {
            Item<T> first = items.peek();
            if (first == null || wakePending) {
                return null;
            }
            if (link.isCut()) {
                wakePending = true;
                link.onMend(() -> ctx.executor().execute(() -> wakeUp(wake)));
                return null;
            }
            long waitNanos = first.dueNanos == 0 ? 0 : first.dueNanos - clock.nanos();
            if (waitNanos > 0) {
                wakePending = true;
                ctx.executor().schedule(() -> wakeUp(wake), waitNanos, TimeUnit.NANOSECONDS);
                return null;
            }
            items.remove();
            return first.what;
        }

        private void wakeUp(Runnable wake) {
            wakePending = false;
            wake.run();
        }
    }
}
