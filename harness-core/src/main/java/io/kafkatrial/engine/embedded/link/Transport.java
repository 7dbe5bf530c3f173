/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.link;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.Endpoint;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries requests between brokers and controllers of one cluster, as TCP would: in order for each connection,
 * obeying the {@code Links} table in each direction, silent when a link is cut; and the {@code WireTable} for
 * each request.
 */
public interface Transport {

    /**
     * Who asks whom.
     *
     * @param from the caller
     * @param to the callee
     * @param timeoutMs how long to wait for the answer; a request or answer lost to a cut ends so
     */
    record Trip(Endpoint from, Endpoint to, long timeoutMs) {
        public Trip {
            requireNonNull(from, "from");
            requireNonNull(to, "to");
        }
    }

    /**
     * Ask another node.
     *
     * @param errand runs on the callee's loop
     * @param then told the answer, or an {@link Unreachable} when the callee does not run, the connection was
     *     reset, the link was cut or the time is up, or the error the callee's stage ended with; exactly once, on
     *     the caller's loop, unless that is gone
     */
    <R> void call(Trip trip, Errand<R> errand, BiConsumer<? super @Nullable R, ? super @Nullable Throwable> then);

    /** The callee could not be reached, or did not answer in time. The request may have been carried out. */
    final class Unreachable extends Exception {
        private static final long serialVersionUID = 1L;

        public Unreachable(String message) {
            super(message, null, false, false);
        }
    }
}
