/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.clients;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * What every call of a crashed client throws, also those that were under way: its process is dead. Let it end what
 * the application does with this client, and begin again with a new one, as after a restart.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class ClientCrashedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    ClientCrashedException(String client, @Nullable Throwable cause) {
        super(client + " has crashed: a dead process calls nothing. Make a new client.", cause);
    }
}
