/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.net;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.link.Link;
import io.kafkatrial.engine.net.Way;
import io.kafkatrial.engine.wire.Decision;
import io.kafkatrial.engine.wire.WireTable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
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

    /**
     * A request under way.
     *
     * @param decision what becomes of it
     * @param memory told of its answer, if that is worth remembering
     */
    private record Asked(ByteBuffer frame, Decision decision, WireTable.@Nullable Memory memory) {}

    private final FrameHandler.Doorman doorman;
    private final Listener.Settings settings;
    private final Way<Asked> in;
    private final Way<ByteBuf> out;
    private boolean working;
    private boolean closed;
    private boolean leaving;
    private @Nullable FrameHandler handler;

    Connection(FrameHandler.Doorman doorman, Listener.Settings settings) {
        super(true);
        this.doorman = doorman;
        this.settings = settings;
        this.in = new Way<>(settings.fromClients(), settings.clock()::nanos);
        this.out = new Way<>(settings.toClients(), settings.clock()::nanos);
    }

    /** Whether frames of full length are taken: only from whom the handler knows. */
    boolean isTrusted() {
        return handler != null && handler.isTrusted();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf frame) {
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes);
        Asked asked = judge(ByteBuffer.wrap(bytes));
        in.add(asked, asked.decision instanceof Decision.Hold hold ? hold.gate() : null);
        if (in.size() >= WAITING_REQUESTS_MAX) {
            ctx.channel().config().setAutoRead(false);
        }
        work(ctx);
    }

    private Asked judge(ByteBuffer frame) {
        WireTable table = settings.table();
        if (table.isIdle() && !WireTable.isMemorable(frame)) {
            return new Asked(frame, Decision.PASS, null);
        }
        return table.look(frame)
                .map(sight -> new Asked(
                        frame, table.judge(Endpoint.clients(), settings.self(), sight), table.remember(sight)))
                .orElseGet(() -> new Asked(frame, Decision.PASS, null));
    }

    private void work(ChannelHandlerContext ctx) {
        if (working || leaving || !ctx.channel().isActive()) {
            return;
        }
        Asked asked = in.next(ctx.executor(), () -> work(ctx));
        if (asked == null) {
            return;
        }
        working = true;
        if (in.size() < WAITING_REQUESTS_MAX / 2) {
            ctx.channel().config().setAutoRead(true);
        }
        if (asked.decision instanceof Decision.ResetBefore) {
            reset(ctx);
        } else if (asked.decision instanceof Decision.Answer answer) {
            new ReplyOnce(ctx, new Asked(asked.frame, Decision.PASS, null)).send(answer.frame());
        } else {
            hand(ctx, asked.frame, new ReplyOnce(ctx, asked));
        }
    }

    private void hand(ChannelHandlerContext ctx, ByteBuffer frame, FrameHandler.Reply reply) {
        handler(ctx.channel()).onFrame(frame.duplicate(), reply);
    }

    private FrameHandler handler(Channel channel) {
        if (handler == null) {
            handler = doorman.meet(new Peer(
                    channel.id().asLongText(),
                    address(channel.remoteAddress()),
                    address(channel.localAddress()),
                    settings.tls() == null ? Optional.empty() : TlsDoor.session(channel.pipeline())));
        }
        return handler;
    }

    private static InetSocketAddress address(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress known
                ? known
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static void reset(ChannelHandlerContext ctx) {
        ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        ctx.close();
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
        if (leaving && out.size() == 0) {
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        } else if (wrote) {
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
        FrameHandler gone = handler;
        if (gone == null || closed) {
            return;
        }
        closed = true;
        // Across a link that is cut nobody hears that the other end is gone.
        if (settings.fromClients().isCut()) {
            settings.fromClients().onMend(gone::onClosed);
        } else {
            gone.onClosed();
        }
    }

    private final class ReplyOnce implements FrameHandler.Reply {
        private final ChannelHandlerContext ctx;
        private final Asked asked;
        /** Set by whoever replies, before it replies. */
        private int restMs;

        ReplyOnce(ChannelHandlerContext ctx, Asked asked) {
            this.ctx = ctx;
            this.asked = asked;
        }

        @Override
        public void send(ByteBuffer... response) {
            send(false, response);
        }

        @Override
        public void last(ByteBuffer... response) {
            send(true, response);
        }

        private void send(boolean last, ByteBuffer... response) {
            int size = 0;
            for (ByteBuffer part : response) {
                size += part.remaining();
            }
            ByteBuf frame = Unpooled.wrappedBuffer(parts(size, response));
            ctx.executor().execute(() -> {
                if (ctx.channel().isActive()) {
                    leaving |= last;
                    answer(frame);
                }
            });
        }

        private void answer(ByteBuf frame) {
            WireTable.Memory memory = asked.memory;
            if (memory != null) {
                memory.keep(frame.nioBuffer(Integer.BYTES, frame.readableBytes() - Integer.BYTES));
            }
            if (asked.decision instanceof Decision.ResetAfter) {
                reset(ctx);
                return;
            }
            out.add(frame, asked.decision instanceof Decision.HoldAnswer hold ? hold.gate() : null);
            flushOut(ctx);
            goOn();
        }

        /** A request that arrives twice is worked on twice before the next one. */
        private void goOn() {
            if (asked.decision instanceof Decision.Twice) {
                hand(ctx, asked.frame, new Unheard(ctx));
            } else if (restMs > 0) {
                ctx.executor().schedule(() -> done(ctx), restMs, TimeUnit.MILLISECONDS);
            } else {
                done(ctx);
            }
        }

        private static ByteBuffer[] parts(int size, ByteBuffer[] response) {
            ByteBuffer[] parts = new ByteBuffer[response.length + 1];
            parts[0] = ByteBuffer.allocate(Integer.BYTES).putInt(0, size);
            System.arraycopy(response, 0, parts, 1, response.length);
            return parts;
        }

        @Override
        public void nothing() {
            ctx.executor().execute(() -> {
                if (asked.decision instanceof Decision.ResetAfter) {
                    reset(ctx);
                } else {
                    goOn();
                }
            });
        }

        @Override
        public void rest(int restMs) {
            this.restMs = restMs;
        }

        @Override
        public void close(String reason) {
            LOGGER.debug("Closing the connection of {}: {}", ctx.channel().remoteAddress(), reason);
            ctx.executor().execute(() -> ctx.close());
        }
    }

    /** The end of a request whose answer nobody waits for. */
    private final class Unheard implements FrameHandler.Reply {
        private final ChannelHandlerContext ctx;

        Unheard(ChannelHandlerContext ctx) {
            this.ctx = ctx;
        }

        @Override
        public void send(ByteBuffer... response) {
            nothing();
        }

        @Override
        public void last(ByteBuffer... response) {
            close("its answer is refused");
        }

        @Override
        public void nothing() {
            ctx.executor().execute(() -> done(ctx));
        }

        @Override
        public void close(String reason) {
            ctx.executor().execute(() -> ctx.close());
        }
    }
}
