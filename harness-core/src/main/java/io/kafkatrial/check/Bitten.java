/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Which faults have to have touched something, for a verdict to prove anything. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public enum Bitten {
    /** Each: the test was written for these faults. */
    EACH,
    /** One of them, if there are any: the faults were drawn, and some come too late to meet anything. */
    ANY
}
