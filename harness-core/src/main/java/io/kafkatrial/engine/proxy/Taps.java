/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

import io.kafkatrial.engine.witness.WireTap;
import java.nio.ByteBuffer;

/**
 * Two that look at one connection of a client: who tells of events, and who writes the history of the wire.
 *
 * @param others see answers as they leave the broker
 * @param wire sees answers as they leave for the client
 */
public record Taps(Tap others, WireTap wire) implements Tap {

    @Override
    public void request(ByteBuffer frame) {
        wire.request(frame.duplicate());
        others.request(frame);
    }

    @Override
    public void response(ByteBuffer frame) {
        others.response(frame);
    }

    @Override
    public void left(ByteBuffer frame) {
        wire.response(frame);
    }

    @Override
    public void closed() {
        wire.closed();
    }
}
