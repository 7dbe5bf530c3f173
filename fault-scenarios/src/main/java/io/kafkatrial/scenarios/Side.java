/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import java.util.Locale;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Which half of a scenario. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public enum Side {
    /** The configuration, or the code, under which the anomaly happens: it has to be caught. */
    DANGEROUS,
    /** The one under which the same fault does no harm: nothing may be reported. */
    GUARDED;

    /** Its name on command lines and in reports. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
