/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.net;

import io.kafkatrial.engine.link.Link;
import io.kafkatrial.engine.link.Load;
import io.kafkatrial.engine.net.Resets;
import io.kafkatrial.engine.net.Way;
import io.kafkatrial.engine.wire.Decision;
import io.kafkatrial.engine.witness.WireTap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
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
 * <p>Confined to the channel's event loop; only {@link ReplyOnce} crosses threads.
 */
final class Connection extends SimpleChannelInboundHandler<ByteBuf> {

    private static final Logger LOGGER = LoggerFactory.getLogger(Connection.class);
    private static final int WAITING_REQUESTS_MAX = 100;

    private final FrameHandler.Doorman doorman;
    private final Listener.Settings settings;
    private final Way<Asked> in;
    private final Way<ByteBuf> out;
    private final Judge judge;
    private final WireTap tap;
    private final Turns turns = new Turns();
    private boolean working;
    private boolean gone;
    private boolean wasReset;
    private boolean closed;
    private boolean leaving;
    private boolean dead;
    private @Nullable FrameHandler handler;

    Connection(FrameHandler.Doorman doorman, Listener.Settings settings) {
        super(true);
        this.doorman = doorman;
        this.settings = settings;
        Judge knowing = new Judge(settings);
        this.judge = knowing;
        this.in = new Way<>(settings.fromClients(), () -> knowing.alone(true), settings.clock()::nanos);
        this.out = new Way<>(settings.toClients(), () -> knowing.alone(false), settings.clock()::nanos);
        this.tap = settings.witnesses().tap();
    }

    /** What the client calls itself; null as long as it has said nothing. */
    @Nullable
    String client() {
        return judge.client();
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
        Asked asked = judge.judge(turns.next(), ByteBuffer.wrap(bytes));
        in.add(asked, Decision.there(asked.decision(), bytes.length));
        if (in.size() >= WAITING_REQUESTS_MAX) {
            ctx.channel().config().setAutoRead(false);
        }
        work(ctx);
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
        if (asked.decision() instanceof Decision.ResetBefore) {
            reset(ctx);
        } else if (asked.decision() instanceof Decision.Answer answer) {
            new ReplyOnce(this, ctx, asked.withoutFault()).send(answer.frame());
        } else {
            hand(ctx, asked.frame(), new ReplyOnce(this, ctx, asked));
            Decision.handedOn(asked.decision());
        }
    }

    void hand(ChannelHandlerContext ctx, ByteBuffer frame, FrameHandler.Reply reply) {
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

    void reset(ChannelHandlerContext ctx) {
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
        Link cut = settings.toClients().isCut() ? settings.toClients() : judge.alone(false);
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
        return Resets.close(channel);
    }

    /** The end comes behind the answer that is next. */
    void leaves() {
        leaving = true;
    }

    /** Let an answer set out, in its turn. */
    void answer(ChannelHandlerContext ctx, Asked asked, ByteBuf frame) {
        Load load = Decision.back(asked.decision(), frame.readableBytes());
        turns.end(asked.turn(), () -> {
            if (ctx.channel().isActive() && !dead) {
                out.add(frame, load);
                flushOut(ctx);
            }
        });
    }

    /** A request that has no answer is over. */
    void answerNothing(Asked asked) {
        turns.end(asked.turn(), () -> {});
    }

    /** End the connection, from any thread. */
    void close(ChannelHandlerContext ctx, String reason) {
        LOGGER.debug("Closing the connection of {}: {}", ctx.channel().remoteAddress(), reason);
        ctx.executor().execute(() -> ctx.close());
    }

    /** The request that was worked on is over. */
    void done(ChannelHandlerContext ctx) {
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
}
