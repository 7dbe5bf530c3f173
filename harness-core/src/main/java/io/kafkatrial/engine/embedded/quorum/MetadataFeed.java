/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.metadata.KRaftMetadataCache;

/**
 * One broker incarnation's copy of the metadata, pulled from the active controller from this broker's own
 * offset. A broker that cannot reach the controller so keeps what it knows, as a real one.
 *
 * <p>Confined to the broker's loop; {@link #cache()} may be read from any thread.
 */
public final class MetadataFeed implements AutoCloseable {

    /**
     * Prepare a feed that knows nothing yet.
     *
     * @param quorum the cluster's controllers
     * @param link the broker
     * @param listener told of every change
     */
    public MetadataFeed(Quorum quorum, BrokerLink link, MetadataListener listener) {
        throw new UnsupportedOperationException();
    }

    /** Start pulling. */
    public void start() {
        throw new UnsupportedOperationException();
    }

    /** The broker's metadata. */
    public MetadataImage image() {
        throw new UnsupportedOperationException();
    }

    /** The last offset of the metadata log this broker has seen, -1 for none. */
    public long offset() {
        throw new UnsupportedOperationException();
    }

    /** The broker's metadata as Apache Kafka's own read model; set before the listener is called. */
    public KRaftMetadataCache cache() {
        throw new UnsupportedOperationException();
    }

    /** Pull no more. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
