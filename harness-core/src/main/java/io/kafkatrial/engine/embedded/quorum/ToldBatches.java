/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.raft.Batch;
import org.apache.kafka.raft.BatchReader;
import org.apache.kafka.server.common.ApiMessageAndVersion;

/**
 * Committed batches for a controller. The harness's own view takes them first, on the controller's thread
 * when it begins to read them: before the controller answers the requests that made them, and off the
 * loop that all voters share. Used by one thread.
 */
final class ToldBatches implements BatchReader<ApiMessageAndVersion> {

    private final List<Batch<ApiMessageAndVersion>> batches;
    private final Consumer<List<Batch<ApiMessageAndVersion>>> first;
    private final Iterator<Batch<ApiMessageAndVersion>> rest;
    private boolean begun;

    ToldBatches(List<Batch<ApiMessageAndVersion>> batches, Consumer<List<Batch<ApiMessageAndVersion>>> first) {
        this.batches = batches;
        this.first = first;
        this.rest = batches.iterator();
    }

    @Override
    public long baseOffset() {
        return batches.get(0).baseOffset();
    }

    @Override
    public OptionalLong lastOffset() {
        return OptionalLong.of(batches.get(batches.size() - 1).lastOffset());
    }

    @Override
    public boolean hasNext() {
        if (!begun) {
            begun = true;
            first.accept(batches);
        }
        return rest.hasNext();
    }

    @Override
    public Batch<ApiMessageAndVersion> next() {
        return rest.next();
    }

    @Override
    public void close() {}
}
