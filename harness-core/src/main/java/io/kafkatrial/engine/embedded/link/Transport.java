/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.link;

import io.kafkatrial.engine.Endpoint;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries requests between brokers and controllers of one cluster, as TCP would: in order for each
 * directed link, obeying the {@code Links} table in each direction, silent when a link is cut.
 */
public interface Transport {

    /**
     * Ask another node.
     *
     * @param from the caller; {@code then} runs on its loop
     * @param to the callee; {@code request} runs on its loop and gives the answer, now or later
     * @param timeoutMs how long to wait for the answer; a request or answer lost to a cut ends so
     * @param then told the answer, or an {@link Unreachable} when the callee does not run, the link was
     *     cut or the time is up, or the error the callee's stage ended with; exactly once, unless the
     *     caller's own loop is gone
     */
    <R> void call(
            Endpoint from,
            Endpoint to,
            long timeoutMs,
            Supplier<? extends CompletionStage<R>> request,
            BiConsumer<? super @Nullable R, ? super @Nullable Throwable> then);

    /** The callee could not be reached, or did not answer in time. The request may have been carried out. */
    final class Unreachable extends Exception {
        private static final long serialVersionUID = 1L;

        public Unreachable(String message) {
            super(message, null, false, false);
        }
    }
}
