/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.net;

import java.nio.ByteBuffer;

/** Takes the request frames of one connection, one at a time: the next one comes only after the {@link Reply}. */
@FunctionalInterface
public interface FrameHandler {

    /**
     * Called on a network thread: hand over to the broker's loop.
     *
     * @param frame the request without its four size bytes, owned by the callee
     * @param reply to be called exactly once, from any thread
     */
    void onFrame(ByteBuffer frame, Reply reply);

    /** The connection is gone; called once, on a network thread, after the last frame. */
    default void onClosed() {}

    /** Whether this client may send frames of full length. Asked on a network thread. */
    default boolean isTrusted() {
        return true;
    }

    /** Makes the handler of each connection. */
    @FunctionalInterface
    interface Doorman {
        /** Called on a network thread, once for each connection, with its first frame: after the TLS handshake. */
        FrameHandler meet(Peer peer);
    }

    /** The end of a request. */
    interface Reply {
        /** Send a response: these buffers, one after the other, form the frame without its size. */
        void send(ByteBuffer... response);

        /** Give no further request for that long once this one has ended; to be called before its end. */
        default void rest(int restMs) {}

        /** Send a response, then close the connection. */
        void last(ByteBuffer... response);

        /** No response, as for acks=0; go on with the next request. */
        void nothing();

        /** Close the connection without a response. */
        void close(String reason);
    }
}
