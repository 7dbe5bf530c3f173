/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.raft;

/** How much of a voter's log is committed, as far as it knows in this life. Confined to its voter. */
final class Committed<R> {

    private final RaftDisk<R> disk;
    private long highWatermark;

    Committed(RaftDisk<R> disk) {
        this.disk = disk;
    }

    long highWatermark() {
        return highWatermark;
    }

    /** Move on and tell what is new. */
    void advance(long newHighWatermark, Turn<R> turn) {
        if (newHighWatermark > highWatermark) {
            turn.put(new RaftOutput.Commit<>(disk.read(highWatermark, newHighWatermark)));
            highWatermark = newHighWatermark;
        }
    }

    /** Cut off what the leader has not; never what is committed. */
    void truncate(RaftReply.Diverging<R> diverging) {
        long end = Math.min(disk.endOf(diverging.endEpoch()).offset(), diverging.endOffset());
        if (end < highWatermark) {
            throw new IllegalStateException("the leader of epoch " + diverging.epoch() + " wants the log cut to " + end
                    + ", but it is committed up to " + highWatermark);
        }
        disk.truncateTo(end);
    }
}
