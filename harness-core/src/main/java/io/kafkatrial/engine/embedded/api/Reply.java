/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.nio.ByteBuffer;

/**
 * The end of one request. The router calls exactly one of the methods, exactly once, on the broker's
 * loop or, for a request refused at once, on the thread that called {@link RequestRouter#handle}.
 */
public interface Reply {

    /**
     * Send a response.
     *
     * @param frame the bytes after the 4-byte size, in pieces. Pieces may share memory with the log: read
     *     them, never write.
     */
    void send(ByteBuffer... frame);

    /**
     * Take no request from this connection for a while once this one has ended, as its client has used up
     * a quota. Called before the end, if at all.
     *
     * @param restMs how long, in milliseconds
     */
    default void rest(int restMs) {}

    /** Send nothing, as the client expects (acks=0); the connection goes on with the next request. */
    void nothing();

    /** Close the connection. {@code reason} is for the log. */
    void close(String reason);
}
