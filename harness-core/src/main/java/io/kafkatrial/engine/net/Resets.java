/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;

/**
 * Ends connections by a reset instead of a farewell: with a linger time of zero TCP throws away what is not sent yet
 * and sends RST when the socket is closed.
 *
 * <p>May be called by any thread: a connection that its other end closes in the same moment is closed, and no error.
 */
public final class Resets {

    private Resets() {}

    /** From now on the connection ends by a reset, whoever closes it on this side. */
    public static void prepare(Channel channel) {
        try {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        } catch (ChannelException closed) {
            // its other end was faster: between a look at isActive and this line any socket may end
        }
    }

    /** Reset the connection now. */
    public static ChannelFuture close(Channel channel) {
        prepare(channel);
        return channel.close();
    }
}
