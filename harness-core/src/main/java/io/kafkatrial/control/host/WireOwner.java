/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.control.host;

import io.kafkatrial.control.ControlComplaints;
import java.util.Optional;

/** Who records the wire: it has one recorder at a time. Safe for use by several threads. */
final class WireOwner {

    private Optional<String> owner = Optional.empty();

    /** Let this one record, whoever did. */
    synchronized void keep(String who) {
        owner = Optional.of(who);
    }

    /**
     * Let this one record.
     *
     * @throws io.kafkatrial.engine.TrialException if somebody else does
     */
    synchronized void take(String who) {
        owner.filter(other -> !other.equals(who)).ifPresent(other -> {
            throw ControlComplaints.wireTaken(other);
        });
        owner = Optional.of(who);
    }

    /** Let the next one record; whether it was this one who did. */
    synchronized boolean giveBack(String who) {
        boolean had = owner.equals(Optional.of(who));
        owner = had ? Optional.empty() : owner;
        return had;
    }
}
