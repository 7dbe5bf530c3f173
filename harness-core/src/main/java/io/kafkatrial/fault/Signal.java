/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterEvent;

/** Something a running plan learns, by which a trigger may come. */
sealed interface Signal {

    /** The cluster did something. */
    record OfCluster(ClusterEvent event) implements Signal {}

    /** A client did something. */
    record OfClient(ClientEvent event) implements Signal {}

    /** A fault of the plan fired. */
    record Fired(String fault) implements Signal {}

    /** A fault of the plan ended. */
    record Ended(String fault) implements Signal {}

    /** What this step waits for is so, by its own clock or when it looked. */
    record Own(Step step) implements Signal {}
}
