/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** What happens at the point of an {@link Inject}. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public enum InjectAction {
    /** The method throws {@link Inject#exception}. */
    THROW,
    /** The thread waits for {@link Inject#delay}. */
    DELAY,
    /** The thread waits until the fault is healed. */
    HOLD,
    /** The method returns {@link Inject#value} at once. */
    RETURN,
    /** The client that the thread called last crashes, as by {@link CrashClient}. */
    CRASH_CLIENT,
    /** Nothing but that it is counted. */
    NOTE
}
