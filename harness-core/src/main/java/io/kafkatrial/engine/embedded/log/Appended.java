/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

/**
 * What an append did.
 *
 * @param firstOffset the first record's offset, {@code -1} if nothing valid was given
 * @param lastOffset the last record's offset, {@code -1} if nothing valid was given
 * @param logAppendTimeMs the time given to all records, {@code -1} under CreateTime; of a duplicate: the
 *     timestamp of the original batch
 * @param duplicate whether the batch was already there (KIP-98); nothing was appended then
 */
public record Appended(long firstOffset, long lastOffset, long logAppendTimeMs, boolean duplicate) {
    static final Appended NOTHING = new Appended(-1, -1, -1, false);
}
