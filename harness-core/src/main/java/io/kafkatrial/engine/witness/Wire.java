/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.witness;

/** One connection of a client. Guarded by the {@link Witness}. */
final class Wire {

    private boolean closed;

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }
}
