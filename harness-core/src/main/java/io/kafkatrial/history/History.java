/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** A finished, immutable list of events in the order they were recorded. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record History(List<Event> events) {
    public History {
        events = List.copyOf(events);
    }
}
