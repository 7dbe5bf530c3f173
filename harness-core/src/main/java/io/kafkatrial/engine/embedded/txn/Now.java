/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

/**
 * The moment of a step.
 *
 * @param wallMs milliseconds since the epoch, for what the log remembers: starts and updates of transactions
 * @param elapsedMs elapsed milliseconds from an arbitrary origin, for waiting
 */
public record Now(long wallMs, long elapsedMs) {}
