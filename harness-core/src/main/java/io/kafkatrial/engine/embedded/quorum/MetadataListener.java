/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;

/** Told of every change of a broker's metadata, on that broker's loop, in the order of the metadata log. */
@FunctionalInterface
public interface MetadataListener {

    /**
     * Take over new metadata.
     *
     * @param delta what changed; {@code delta.image()} is the image before
     * @param image the image after
     * @param offset the last offset of the metadata log that {@code image} contains
     */
    void onMetadata(MetadataDelta delta, MetadataImage image, long offset);
}
