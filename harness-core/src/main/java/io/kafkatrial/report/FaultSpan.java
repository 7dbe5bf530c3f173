/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One fault from firing to healing.
 *
 * @param from empty if it was declared and never fired
 * @param to empty if it never healed
 * @param words what it was to do, did, or touched: the latest that is known
 */
record FaultSpan(String fault, Optional<Instant> from, Optional<Instant> to, long touched, String words) {

    static List<FaultSpan> of(History history) {
        Map<String, FaultSpan> declared = new LinkedHashMap<>();
        Map<String, FaultSpan> open = new LinkedHashMap<>();
        List<FaultSpan> spans = new ArrayList<>();
        for (Event event : history.events()) {
            if (event instanceof Event.FaultDeclared fault) {
                declared.put(
                        fault.fault(),
                        new FaultSpan(fault.fault(), Optional.empty(), Optional.empty(), 0, fault.description()));
            } else if (event instanceof Event.FaultFired fault) {
                declared.remove(fault.fault());
                open.put(
                        fault.fault(),
                        new FaultSpan(fault.fault(), Optional.of(fault.at()), Optional.empty(), 0, fault.detail()));
            } else if (event instanceof Event.FaultHealed fault) {
                FaultSpan fired = open.remove(fault.fault());
                if (fired != null) {
                    spans.add(new FaultSpan(
                            fault.fault(), fired.from, Optional.of(fault.at()), fault.touched(), fault.evidence()));
                }
            }
        }
        spans.addAll(open.values());
        spans.addAll(declared.values());
        return spans;
    }

    /** {@code crash: +1.000 s to +2.000 s, touched 1 (broker 2 was gone)}. */
    String line(Wording wording) {
        if (from.isEmpty()) {
            return fault + ": never fired (" + words + ")";
        }
        if (to.isEmpty()) {
            return fault + ": " + wording.time(from.get()) + ", never healed (" + words + ")";
        }
        return fault + ": " + wording.time(from.get()) + " to " + wording.time(to.get()) + ", touched " + touched + " ("
                + words + ")";
    }
}
