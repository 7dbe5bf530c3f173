/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.Endpoint;
import java.util.ArrayList;
import java.util.List;

/** A directed link. */
record Direction(Endpoint from, Endpoint to) {

    /** Every link from one side to the other, or either way; an end has no link to itself. */
    static List<Direction> between(List<Endpoint> from, List<Endpoint> to, boolean bothWays) {
        List<Direction> all = new ArrayList<>();
        for (Endpoint source : from) {
            for (Endpoint sink : to) {
                if (!source.equals(sink)) {
                    add(all, new Direction(source, sink));
                    if (bothWays) {
                        add(all, new Direction(sink, source));
                    }
                }
            }
        }
        return all;
    }

    private static void add(List<Direction> all, Direction direction) {
        if (!all.contains(direction)) {
            all.add(direction);
        }
    }

    @Override
    public String toString() {
        return from + " -> " + to;
    }
}
