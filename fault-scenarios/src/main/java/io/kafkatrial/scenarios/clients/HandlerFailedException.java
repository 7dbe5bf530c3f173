/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.clients;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** What a handler that shall fail throws, out of the loop over the records of a poll. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class HandlerFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    HandlerFailedException(String message) {
        super(message);
    }
}
