/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import java.util.List;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.LogContext;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.loader.LogDeltaManifest;
import org.apache.kafka.image.loader.MetadataBatchLoader;
import org.apache.kafka.metadata.SupportedConfigChecker;
import org.apache.kafka.raft.Batch;
import org.apache.kafka.server.common.ApiMessageAndVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays the metadata log into images, one delta for each {@link #load} and metadata transactions as a
 * whole, with Apache Kafka's own {@code MetadataBatchLoader}. Confined to its owner's loop or monitor.
 */
final class ImageLoader {

    private static final Logger LOGGER = LoggerFactory.getLogger(ImageLoader.class);

    private final MetadataBatchLoader loader;
    private final MetadataListener listener;
    private long nextOffset;
    private MetadataImage image = MetadataImage.EMPTY;

    ImageLoader(String owner, Time time, MetadataListener listener) {
        this.listener = listener;
        this.loader = new MetadataBatchLoader(
                new LogContext("[" + owner + "] "),
                time,
                ImageLoader::fail,
                this::publish,
                SupportedConfigChecker.TRUE);
    }

    /** The offset to read on from. */
    long nextOffset() {
        return nextOffset;
    }

    MetadataImage image() {
        return image;
    }

    /** Replay what is new of {@code fetched}. */
    void load(Fetched fetched) {
        List<Batch<ApiMessageAndVersion>> news = fetched.batches().stream()
                .filter(batch -> batch.baseOffset() >= nextOffset)
                .toList();
        if (news.isEmpty() || news.get(0).baseOffset() != nextOffset) {
            return; // a repeated answer
        }
        for (Batch<ApiMessageAndVersion> batch : news) {
            loader.loadBatch(batch, fetched.leader());
            nextOffset = batch.lastOffset() + 1;
        }
        loader.maybeFlushBatches(fetched.leader(), true);
    }

    private void publish(MetadataDelta delta, MetadataImage newImage, LogDeltaManifest manifest) {
        image = newImage;
        try {
            listener.onMetadata(delta, newImage, manifest.provenance().lastContainedOffset());
        } catch (RuntimeException failed) {
            LOGGER.error("A listener of the metadata failed at {}; the metadata goes on.", newImage.offset(), failed);
        }
    }

    private static RuntimeException fail(String message, Throwable cause) {
        throw new IllegalStateException(message, cause);
    }
}
