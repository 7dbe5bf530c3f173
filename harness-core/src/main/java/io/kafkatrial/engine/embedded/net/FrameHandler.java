/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.net;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Takes one request frame; the connection gives the next one only after the {@link Reply}. */
@FunctionalInterface
public interface FrameHandler {

    /**
     * Called on a network thread: hand over to the broker's loop.
     *
     * @param frame the request without its four size bytes, owned by the callee
     * @param reply to be called exactly once, from any thread
     */
    void onFrame(ByteBuffer frame, Client client, Reply reply);

    /** The connection is gone; called once, on a network thread, after the last frame. */
    default void onClosed(Client client) {}

    /**
     * The other end of a connection.
     *
     * @param connection unique among the connections of the process
     */
    record Client(String connection, InetAddress address) {}

    /** The end of a request. */
    interface Reply {
        /** Send a response: these buffers, one after the other, form the frame without its size. */
        void send(ByteBuffer... response);

        /** Give no further request for that long once this one has ended; to be called before its end. */
        default void rest(int restMs) {}

        /** No response, as for acks=0; go on with the next request. */
        void nothing();

        /** Close the connection without a response. */
        void close(String reason);
    }
}
