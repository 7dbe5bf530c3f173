/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.app;

import java.util.Locale;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** What a part of an application is there for. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public enum Role {
    /** All of it, or the only part. */
    APPLICATION,
    /** Sends. */
    PRODUCER,
    /** Reads: goes on until it has read everything that the others have sent. */
    CONSUMER;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
