/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

/**
 * The time of one step. A step never looks at a clock; the caller says what time it is.
 *
 * @param wallMs wall-clock milliseconds since the epoch: record timestamps
 * @param elapsedMs milliseconds of the node's monotonic clock: timeouts, replica lag
 */
public record Now(long wallMs, long elapsedMs) {}
