/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import java.util.List;

/** A finished, immutable list of events in the order they were recorded. */
public record History(List<Event> events) {
    public History {
        events = List.copyOf(events);
    }
}
