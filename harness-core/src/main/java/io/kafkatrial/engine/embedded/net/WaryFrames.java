/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.net;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.TooLongFrameException;
import java.nio.ByteOrder;

/** Cuts frames, and lets those whom nobody knows yet send short ones only: its first bytes tell how long one will be. */
final class WaryFrames extends LengthFieldBasedFrameDecoder {

    private final int strangerBytesMax;
    private final Connection connection;

    WaryFrames(Listener.Settings settings, Connection connection) {
        super(settings.frameBytesMax(), 0, 4, 0, 4);
        this.strangerBytesMax = settings.strangerBytesMax();
        this.connection = connection;
    }

    @Override
    protected long getUnadjustedFrameLength(ByteBuf bytes, int offset, int length, ByteOrder order) {
        long frame = super.getUnadjustedFrameLength(bytes, offset, length, order);
        if (frame > strangerBytesMax && !connection.isTrusted()) {
            throw new TooLongFrameException("a frame of " + frame + " bytes before authentication; at most "
                    + strangerBytesMax + " are allowed");
        }
        return frame;
    }
}
