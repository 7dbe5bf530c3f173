/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.raft;

/**
 * The moment of a step.
 *
 * @param ms elapsed milliseconds from an arbitrary origin, for timeouts
 * @param wallMs milliseconds since the epoch, for timestamps
 */
public record Now(long ms, long wallMs) {}
