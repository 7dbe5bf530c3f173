/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts a stream of Kafka's protocol into frames that keep their size in front. From a size on that no frame may have
 * the stream is not looked at any more: it goes on as it comes, as a {@link Rest}, and is the other side's to judge.
 * Confined to its event loop.
 */
final class Frames extends ByteToMessageDecoder {

    private static final int SIZE_BYTES = Integer.BYTES;

    /** Bytes that are no frame. */
    record Rest(ByteBuf bytes) {}

    private final int bytesMax;
    private boolean lost;

    /**
     * A new stream.
     *
     * @param bytesMax the longest frame, without its size
     */
    Frames(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (!lost && in.readableBytes() < SIZE_BYTES) {
            return;
        }
        int size = lost ? 0 : in.getInt(in.readerIndex());
        lost |= size < 0 || size > bytesMax;
        if (lost) {
            out.add(new Rest(in.readRetainedSlice(in.readableBytes())));
        } else if (in.readableBytes() >= SIZE_BYTES + size) {
            out.add(in.readRetainedSlice(SIZE_BYTES + size));
        }
    }
}
