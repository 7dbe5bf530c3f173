/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.util.OptionalLong;

/**
 * From where to where the log of one replica goes.
 *
 * @param startOffset the first offset that can be read
 * @param endOffset the offset the next record gets
 * @param highWatermark how far this replica knows all in-sync replicas to have it; empty if it cannot be asked
 */
public record ReplicaLog(long startOffset, long endOffset, OptionalLong highWatermark) {}
