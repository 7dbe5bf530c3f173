/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.raft.Batch;
import org.apache.kafka.raft.errors.NotLeaderException;
import org.apache.kafka.server.common.ApiMessageAndVersion;

/**
 * What an active controller wants appended, on its way from the controller's thread to its voter's loop.
 * Open only while the voter leads; what is in it when it closes is lost, as the controller is told.
 *
 * <p>Safe for use by several threads; guarded by its monitor.
 */
final class Prepared {

    private static final int CLOSED = -1;

    private List<Batch<ApiMessageAndVersion>> batches = new ArrayList<>();
    private int epoch = CLOSED;
    private long endOffset;

    /** The voter leads {@code newEpoch}, and its log ends at {@code logEnd}. */
    synchronized void open(int newEpoch, long logEnd) {
        epoch = newEpoch;
        endOffset = logEnd;
        batches = new ArrayList<>();
    }

    /** The voter no longer leads. */
    synchronized void close(long logEnd) {
        epoch = CLOSED;
        endOffset = logEnd;
        batches = new ArrayList<>();
    }

    /** Take records for the end of the log; the offset of the last. */
    synchronized long add(int controllerEpoch, List<ApiMessageAndVersion> records, long wallMs) {
        if (epoch == CLOSED || epoch != controllerEpoch) {
            throw new NotLeaderException("Append failed because this voter does not lead epoch " + controllerEpoch
                    + (epoch == CLOSED ? "." : ", but epoch " + epoch + "."));
        }
        batches.add(Batch.data(endOffset, epoch, wallMs, records.size(), List.copyOf(records)));
        endOffset += records.size();
        return endOffset - 1;
    }

    /** Hand over what is prepared, in order. */
    synchronized List<Batch<ApiMessageAndVersion>> take() {
        List<Batch<ApiMessageAndVersion>> taken = batches;
        batches = new ArrayList<>();
        return taken;
    }

    /** The end of the log with what is prepared; as last told while the voter does not lead. */
    synchronized long endOffset() {
        return endOffset;
    }
}
