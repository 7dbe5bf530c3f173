/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import org.apache.kafka.common.TopicIdPartition;

/**
 * How much of the bytes that were written but not forced to disk a power loss leaves. Decided by a seed
 * and the log's name alone, so that the same seed tears the same logs the same way.
 *
 * @param point where to cut, drawn from all 64-bit numbers
 * @param zeroed whether the file keeps its length, its lost bytes reading as zero: file systems may write
 *     the length of a file before its content
 */
record PowerCut(long point, boolean zeroed) {

    static PowerCut of(long seed, TopicIdPartition log) {
        long drawn = mix(seed ^ mix(log.topicId().getMostSignificantBits() + log.partition()));
        return new PowerCut(mix(drawn), (drawn & 1) == 0);
    }

    /** How many of {@code bytes} are left: from none to all, each equally likely. */
    long keptOf(long bytes) {
        return Long.remainderUnsigned(point, bytes + 1);
    }

    /** The finalizer of SplitMix64. */
    private static long mix(long value) {
        long mixed = value + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
