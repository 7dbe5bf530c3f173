/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

import java.nio.ByteBuffer;

/**
 * Looks at the frames of one proxied connection, each before it meets its link. Called on the
 * connection's event loop, so it needs no lock and must not block.
 */
public interface Tap {

    /** Sees nothing. */
    Tap BLIND = new Tap() {
        @Override
        public void request(ByteBuffer frame) {}

        @Override
        public void response(ByteBuffer frame) {}
    };

    /**
     * The side that connected sent a frame.
     *
     * @param frame without its size; valid during this call only
     */
    void request(ByteBuffer frame);

    /**
     * The side that was connected to answered.
     *
     * @param frame without its size; valid during this call only
     */
    void response(ByteBuffer frame);

    /**
     * An answer leaves for the side that connected, whatever held it up.
     *
     * @param frame without its size; valid during this call only
     */
    default void left(ByteBuffer frame) {}

    /** The connection is over. */
    default void closed() {}

    /** Shows every frame to both, each its own view of it. */
    static Tap both(Tap one, Tap other) {
        return new Tap() {
            @Override
            public void request(ByteBuffer frame) {
                one.request(frame.duplicate());
                other.request(frame.duplicate());
            }

            @Override
            public void response(ByteBuffer frame) {
                one.response(frame.duplicate());
                other.response(frame.duplicate());
            }
        };
    }
}
