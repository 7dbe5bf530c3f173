/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

import io.netty.handler.codec.LengthFieldBasedFrameDecoder;

/** Cuts a stream of Kafka's protocol into frames that keep their size in front. */
final class Frames extends LengthFieldBasedFrameDecoder {

    private static final int SIZE_BYTES = Integer.BYTES;

    Frames() {
        super(Integer.MAX_VALUE, 0, SIZE_BYTES);
    }
}
