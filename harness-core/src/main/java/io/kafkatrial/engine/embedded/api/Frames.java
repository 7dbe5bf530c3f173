/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.network.Send;
import org.apache.kafka.common.network.TransferableChannel;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;

/** Turns a response into the pieces of its frame, without copying the records in it. */
final class Frames {

    private static final int SIZE_BYTES = 4;

    private Frames() {}

    static ByteBuffer[] of(RequestHeader header, short version, AbstractResponse response) {
        Send send = response.toSend(header.toResponseHeader(), version);
        Collector pieces = new Collector();
        try {
            while (!send.completed()) {
                send.writeTo(pieces);
            }
        } catch (IOException e) {
            throw new IllegalStateException("a collector of buffers does no input or output", e);
        }
        return pieces.withoutSize();
    }

    /** Keeps what Kafka writes, by reference. Confined to {@link #of}. */
    private static final class Collector implements TransferableChannel {

        private final List<ByteBuffer> pieces = new ArrayList<>();

        ByteBuffer[] withoutSize() {
            ByteBuffer first = pieces.get(0);
            first.position(first.position() + SIZE_BYTES);
            return pieces.toArray(new ByteBuffer[0]);
        }

        @Override
        public int write(ByteBuffer piece) {
            int length = piece.remaining();
            if (length > 0) {
                pieces.add(piece.slice());
                piece.position(piece.limit());
            }
            return length;
        }

        @Override
        public long write(ByteBuffer[] srcs, int offset, int length) {
            long written = 0;
            for (int i = offset; i < offset + length; i++) {
                written += write(srcs[i]);
            }
            return written;
        }

        @Override
        public long write(ByteBuffer[] srcs) {
            return write(srcs, 0, srcs.length);
        }

        @Override
        public boolean hasPendingWrites() {
            return false;
        }

        @Override
        public long transferFrom(FileChannel file, long position, long count) {
            throw new UnsupportedOperationException("there are no files in an embedded broker");
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
