/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

/**
 * From where to where the log of one replica goes.
 *
 * @param startOffset the first offset that can be read
 * @param endOffset the offset the next record gets
 */
public record ReplicaLog(long startOffset, long endOffset) {}
