/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import org.jspecify.annotations.Nullable;

/**
 * The harness's one exception for mistakes and failures of its own: what happened, to which object,
 * why, and what to do next, in one message.
 */
public final class TrialException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TrialException(String message) {
        super(message);
    }

    public TrialException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
