/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.PartitionId;
import java.time.Instant;

/** Something a client of the application under test did or was given, as the harness's clients saw it. */
public sealed interface ClientEvent {

    /** When, by the harness's clock. */
    Instant at();

    /** A client begins to work, so that a target may mean it. */
    record Appeared(Instant at, String clientId) implements ClientEvent {}

    /** A poll handed a record to a member of the group. */
    record Delivered(Instant at, String group, PartitionId partition, long offset) implements ClientEvent {}

    /** The application reported the effect of a record as done; {@code by} is who reported it. */
    record Handled(Instant at, String by, PartitionId partition, long offset) implements ClientEvent {}
}
