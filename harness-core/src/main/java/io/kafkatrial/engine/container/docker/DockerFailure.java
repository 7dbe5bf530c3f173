/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container.docker;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A Docker engine does not do what it was asked for, with its own words for it. */
public final class DockerFailure extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /** With these words. */
    public DockerFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
