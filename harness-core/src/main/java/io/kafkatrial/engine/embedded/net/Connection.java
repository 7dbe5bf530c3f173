/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.net;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.link.Link;
import io.kafkatrial.engine.link.Load;
import io.kafkatrial.engine.net.Way;
import io.kafkatrial.engine.wire.Decision;
import io.kafkatrial.engine.wire.Sight;
import io.kafkatrial.engine.wire.WireTable;
import io.kafkatrial.engine.witness.WireTap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client connection. Like Apache Kafka it works on one request at a time and so answers in order;
 * requests that arrive meanwhile wait. Both directions obey their {@link Link}: what meets a cut or a
 * delay waits here, in order, as in the buffers of TCP. What a client has sent before it ended the connection arrives
 * all the same: the end comes behind it.
 *
 * <p>Confined to the channel's event loop; only {@link FrameHandler.Reply} crosses threads.
 */
final class Connection extends SimpleChannelInboundHandler<ByteBuf> {

    private static final Logger LOGGER = LoggerFactory.getLogger(Connection.class);
    private static final int WAITING_REQUESTS_MAX = 100;

    /**
     * A request under way.
     *
     * @param turn its place among the requests of the connection, in which they are answered
     * @param decision what becomes of it
     * @param memory told of its answer, if that is worth remembering
     */
    private record Asked(int turn, ByteBuffer frame, Decision decision, WireTable.@Nullable Memory memory) {
        Asked withoutFault() {
            return new Asked(turn, frame, Decision.PASS, null);
        }
    }

    private final FrameHandler.Doorman doorman;
    private final Listener.Settings settings;
    private final Way<Asked> in;
    private final Way<ByteBuf> out;
    private final WireTable.Reader reader;
    private final WireTap tap;
    private final Turns turns = new Turns();
    private boolean working;
    private boolean gone;
    private boolean wasReset;
    private boolean closed;
    private boolean leaving;
    private boolean dead;
    private @Nullable FrameHandler handler;
    private volatile @Nullable String client;

    Connection(FrameHandler.Doorman doorman, Listener.Settings settings) {
        super(true);
        this.doorman = doorman;
        this.settings = settings;
        this.in = new Way<>(settings.fromClients(), () -> alone(true), settings.clock()::nanos);
        this.out = new Way<>(settings.toClients(), () -> alone(false), settings.clock()::nanos);
        this.reader = settings.table().reader();
        this.tap = settings.witnesses().tap();
    }

    /** The link of this client alone; null as long as it has said nothing, or no fault is about single clients. */
    private @Nullable Link alone(boolean there) {
        if (client == null || !settings.links().knowsClients()) {
            return null;
        }
        Endpoint self = Endpoint.client(client);
        return there
                ? settings.links().link(self, settings.self())
                : settings.links().link(settings.self(), self);
    }

    /** What the client calls itself; null as long as it has said nothing. */
    @Nullable
    String client() {
        return client;
    }

    /** Whether frames of full length are taken: only from whom the handler knows. */
    boolean isTrusted() {
        return handler != null && handler.isTrusted();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf frame) {
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes);
        tap.request(ByteBuffer.wrap(bytes));
        Asked asked = judge(ByteBuffer.wrap(bytes));
        in.add(asked, Decision.there(asked.decision, bytes.length));
        if (in.size() >= WAITING_REQUESTS_MAX) {
            ctx.channel().config().setAutoRead(false);
        }
        work(ctx);
    }

    private Asked judge(ByteBuffer frame) {
        WireTable table = settings.table();
        int turn = turns.next();
        if (table.isLeftOut()) {
            return new Asked(turn, frame, Decision.PASS, null);
        }
        if (client != null && table.isIdle() && !WireTable.isMemorable(frame)) {
            return new Asked(turn, frame, Decision.PASS, null);
        }
        Sight sight = reader.look(frame).orElse(null);
        if (sight == null) {
            return new Asked(turn, frame, Decision.PASS, null);
        }
        if (client == null) {
            client = sight.clientId();
        }
        return new Asked(turn, frame, table.judge(Endpoint.clients(), settings.self(), sight), table.remember(sight));
    }

    private void work(ChannelHandlerContext ctx) {
        if (working || leaving || dead) {
            return;
        }
        Asked asked = in.next(ctx.executor(), () -> work(ctx));
        if (asked == null) {
            if (gone && in.size() == 0) {
                close();
            }
            return;
        }
        working = true;
        if (in.size() < WAITING_REQUESTS_MAX / 2) {
            ctx.channel().config().setAutoRead(true);
        }
        if (asked.decision instanceof Decision.ResetBefore) {
            reset(ctx);
        } else if (asked.decision instanceof Decision.Answer answer) {
            new ReplyOnce(ctx, asked.withoutFault()).send(answer.frame());
        } else {
            hand(ctx, asked.frame, new ReplyOnce(ctx, asked));
            Decision.handedOn(asked.decision);
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

    private void reset(ChannelHandlerContext ctx) {
        resetNow(ctx.channel());
    }

    /** The process is gone: the client hears of it as far as the link to it lets a reset pass. */
    ChannelFuture die(Channel channel) {
        in.clear();
        out.clear();
        dead = true;
        return whenMended(channel, () -> resetNow(channel));
    }

    /** The process leaves in good order: the end of the stream travels as everything else does. */
    ChannelFuture leave(Channel channel) {
        return whenMended(channel, channel::close);
    }

    /** Done now, unless the link is cut: then nobody waits for it. */
    private ChannelFuture whenMended(Channel channel, Supplier<ChannelFuture> end) {
        Link cut = settings.toClients().isCut() ? settings.toClients() : alone(false);
        if (cut == null || !cut.isCut()) {
            return end.get();
        }
        channel.config().setAutoRead(false);
        cut.onMend(() -> channel.eventLoop().execute(() -> LOGGER.trace("Ended at last: {}", end.get())));
        return channel.newSucceededFuture();
    }

    /** Reset the connection now. */
    ChannelFuture resetNow(Channel channel) {
        wasReset = true;
        try {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        } catch (ChannelException closed) {
            // its client was faster
        }
        return channel.close();
    }

    private void done(ChannelHandlerContext ctx) {
        working = false;
        work(ctx);
    }

    private void flushOut(ChannelHandlerContext ctx) {
        boolean wrote = false;
        for (ByteBuf response = out.next(ctx.executor(), () -> flushOut(ctx)); response != null; ) {
            if (tap.awaits()) {
                tap.response(response.nioBuffer(Integer.BYTES, response.readableBytes() - Integer.BYTES));
            }
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
        out.clear();
        tap.closed();
        gone = true;
        if (wasReset) {
            in.clear(); // what resets connections takes with it what is under way
        }
        work(ctx);
    }

    private void close() {
        FrameHandler toTell = handler;
        if (toTell == null || closed) {
            return;
        }
        closed = true;
        // Across a link that is cut nobody hears that the other end is gone.
        if (settings.fromClients().isCut()) {
            settings.fromClients().onMend(toTell::onClosed);
        } else {
            toTell.onClosed();
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
                leaving |= last;
                answer(frame);
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
            Load load = Decision.back(asked.decision, frame.readableBytes());
            turns.end(asked.turn, () -> {
                if (ctx.channel().isActive() && !dead) {
                    out.add(frame, load);
                    flushOut(ctx);
                }
            });
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
                    turns.end(asked.turn, () -> {});
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
