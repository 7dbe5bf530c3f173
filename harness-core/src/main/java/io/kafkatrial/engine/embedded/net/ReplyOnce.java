/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.net;

import io.kafkatrial.engine.wire.Decision;
import io.kafkatrial.engine.wire.WireTable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * The answer to one request: takes it from whatever thread gives it to the event loop of the connection, in the turn of
 * its request.
 */
final class ReplyOnce implements FrameHandler.Reply {

    private final Connection connection;
    private final ChannelHandlerContext ctx;
    private final Asked asked;
    /** Set by whoever replies, before it replies. */
    private int restMs;

    ReplyOnce(Connection connection, ChannelHandlerContext ctx, Asked asked) {
        this.connection = connection;
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
            if (last) {
                connection.leaves();
            }
            answer(frame);
        });
    }

    private void answer(ByteBuf frame) {
        WireTable.Memory memory = asked.memory();
        if (memory != null) {
            memory.keep(frame.nioBuffer(Integer.BYTES, frame.readableBytes() - Integer.BYTES));
        }
        if (asked.decision() instanceof Decision.ResetAfter) {
            connection.reset(ctx);
            return;
        }
        connection.answer(ctx, asked, frame);
        goOn();
    }

    /** A request that arrives twice is worked on twice before the next one. */
    private void goOn() {
        if (asked.decision() instanceof Decision.Twice) {
            connection.hand(ctx, asked.frame(), new Unheard());
        } else if (restMs > 0) {
            ctx.executor().schedule(() -> connection.done(ctx), restMs, TimeUnit.MILLISECONDS);
        } else {
            connection.done(ctx);
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
            if (asked.decision() instanceof Decision.ResetAfter) {
                connection.reset(ctx);
            } else {
                connection.answerNothing(asked);
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
        connection.close(ctx, reason);
    }

    /** The end of a request whose answer nobody waits for. */
    private final class Unheard implements FrameHandler.Reply {

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
            ctx.executor().execute(() -> connection.done(ctx));
        }

        @Override
        public void close(String reason) {
            connection.close(ctx, reason);
        }
    }
}
