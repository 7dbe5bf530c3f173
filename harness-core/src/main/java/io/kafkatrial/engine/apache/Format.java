/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.SplittableRandom;

/**
 * Makes the data directory of a new node, as {@code kafka-storage format} does but without a JVM: the identity of the
 * directory, in a file whose form has not changed since 3.7, and the feature levels of a new cluster, in a file that
 * this version of Kafka once made itself. Immutable.
 *
 * @param bootstrap Kafka's own {@code bootstrap.checkpoint} with the feature levels
 * @param seed where the ids come from
 */
record Format(Path bootstrap, long seed) {

    static final String BOOTSTRAP = "bootstrap.checkpoint";
    private static final String META = "meta.properties";
    private static final int ID_BYTES = 16;

    String clusterId() {
        return id(seed);
    }

    /** Fill the data directory of a node, keeping what is there already beside these two files. */
    void write(NodeSeat seat) throws IOException {
        Files.createDirectories(seat.data());
        long drawn = seed * 31 + seat.id() + 1_000_003L * seat.nextDisk();
        String meta = "version=1\ncluster.id=" + clusterId() + "\nnode.id=" + seat.id() + "\ndirectory.id=" + id(drawn)
                + "\n";
        Files.writeString(seat.data().resolve(META), meta, StandardCharsets.UTF_8);
        Files.copy(bootstrap, seat.data().resolve(BOOTSTRAP), StandardCopyOption.REPLACE_EXISTING);
    }

    /** An id in Kafka's form that does not begin with a dash, and is none of the reserved ones. */
    private static String id(long seed) {
        byte[] bytes = new byte[ID_BYTES];
        new SplittableRandom(seed).nextBytes(bytes);
        bytes[0] = (byte) ((bytes[0] & 0x3F) | 0x40);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
