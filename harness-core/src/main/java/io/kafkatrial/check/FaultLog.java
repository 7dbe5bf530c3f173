/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The faults of a history: declared, fired, healed, and whether they bit. Confined to one judgement. */
final class FaultLog {

    private static final String EARLIER =
            " Let the work go on until the fault has met it, or let the fault come earlier";

    private record Bout(String fault, int from, int to) {}

    private final Set<String> declared = new LinkedHashSet<>();
    private final Map<String, Integer> open = new LinkedHashMap<>();
    private final Set<String> fired = new LinkedHashSet<>();
    private final Map<String, Long> touched = new LinkedHashMap<>();
    private final Map<String, String> evidence = new LinkedHashMap<>();
    private final List<Bout> bouts = new ArrayList<>();

    void read(int position, Event event) {
        if (event instanceof Event.FaultDeclared fault) {
            declared.add(fault.fault());
        } else if (event instanceof Event.FaultFired fault) {
            fired.add(fault.fault());
            open.putIfAbsent(fault.fault(), position);
        } else if (event instanceof Event.FaultHealed fault) {
            touched.merge(fault.fault(), fault.touched(), Long::sum);
            evidence.put(fault.fault(), fault.evidence());
            Integer from = open.remove(fault.fault());
            if (from != null) {
                bouts.add(new Bout(fault.fault(), from, position));
            }
        }
    }

    List<String> inForceAt(int position) {
        List<String> inForce = new ArrayList<>();
        for (Bout bout : bouts) {
            if (bout.from <= position && position <= bout.to) {
                inForce.add(bout.fault);
            }
        }
        open.forEach((fault, from) -> {
            if (from <= position) {
                inForce.add(fault);
            }
        });
        return inForce;
    }

    /** How many faults demonstrably touched something. */
    int bitten() {
        return (int) touched.values().stream().filter(count -> count > 0).count();
    }

    /** One sentence for every fault of which nobody can tell that it bit; none if one of any is enough, and did. */
    List<String> doubts(Bitten wanted) {
        if (wanted == Bitten.ANY && bitten() > 0) {
            return List.of();
        }
        List<String> doubts = new ArrayList<>();
        for (String fault : declared) {
            if (!fired.contains(fault)) {
                doubts.add("fault '" + fault + "' was declared but never fired: its trigger did not come." + EARLIER);
            }
        }
        for (String fault : fired) {
            Long count = touched.get(fault);
            if (count == null) {
                doubts.add("fault '" + fault + "' fired but was never healed: there is no evidence that it bit");
            } else if (count == 0) {
                doubts.add("fault '" + fault + "' fired but touched nothing (" + evidence.get(fault) + ")." + EARLIER);
            }
        }
        return doubts;
    }
}
