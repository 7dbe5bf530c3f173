/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.control;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.history.Event;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** What the process of the cluster says, in the order in which it happened there. */
@API(status = Status.INTERNAL, since = "0.1.0")
public sealed interface Told {

    /** An answer. */
    record Answered(long id, Answer answer) implements Told {}

    /**
     * A request was refused, or failed.
     *
     * @param why a complaint for the user
     */
    record Refused(long id, String why) implements Told {}

    /** Something happened in the cluster. */
    record Happened(ClusterEvent event) implements Told {}

    /** The recorder of the wire wrote something down. */
    record Recorded(Event event) implements Told {}
}
