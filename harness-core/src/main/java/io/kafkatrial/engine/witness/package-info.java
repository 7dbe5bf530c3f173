/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What was said on the wire and what lies in the logs, as evidence.
 *
 * <p>{@link io.kafkatrial.engine.witness.ReplicaReader} reads the batches of a log, from memory or from files, for every
 * engine. {@link io.kafkatrial.engine.witness.WitnessStand} writes the history of clients in any language from the
 * frames that pass their doors.
 */
@NullMarked
package io.kafkatrial.engine.witness;

import org.jspecify.annotations.NullMarked;
