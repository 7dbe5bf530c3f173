/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.words;

import java.time.Instant;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * One fault from firing to healing.
 *
 * @param from empty if it was declared and never fired
 * @param to empty if it never healed
 * @param words what it was to do, did, or touched: the latest that is known
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public record FaultSpan(String fault, Optional<Instant> from, Optional<Instant> to, long touched, String words) {

    /** Whether it fired and touched something, as far as is known. */
    public boolean bit() {
        return touched > 0;
    }

    /** {@code crash: +1.000 s to +2.000 s, touched 1 (broker 2 was gone)}. */
    public String line(Words wording) {
        String name = Plain.name(fault);
        String what = " (" + Plain.text(words) + ")";
        if (from.isEmpty()) {
            return name + ": never fired" + what;
        }
        if (to.isEmpty()) {
            return name + ": " + wording.time(from.get()) + ", never healed" + what;
        }
        return name + ": " + wording.time(from.get()) + " to " + wording.time(to.get()) + ", touched " + touched + what;
    }
}
