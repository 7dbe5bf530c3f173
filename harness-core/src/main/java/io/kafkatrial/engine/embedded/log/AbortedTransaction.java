/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

/**
 * A transaction whose abort marker is in a log (KIP-98).
 *
 * @param firstOffset of its first record in this log
 * @param lastOffset of the marker
 * @param lastStableOffset the first offset of what was still open when the marker came, or the one after it:
 *     a reader that ends before it need not look at later entries of the index
 */
public record AbortedTransaction(long producerId, long firstOffset, long lastOffset, long lastStableOffset) {}
