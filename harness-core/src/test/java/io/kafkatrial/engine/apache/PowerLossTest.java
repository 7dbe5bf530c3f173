/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a power loss leaves of a dead broker's files. Batches of ten records and 161 bytes each. */
class PowerLossTest {

    private static final int RECORDS = 10;
    private static final int BYTES = 161;

    @TempDir
    Path data;

    private Path segment(String partition, long base, int batches) throws IOException {
        Path directory = Files.createDirectories(data.resolve(partition));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < batches; i++) {
            ByteBuffer batch = ByteBuffer.allocate(BYTES);
            batch.putLong(0, base + (long) i * RECORDS).putInt(8, BYTES - 12).putInt(23, RECORDS - 1);
            batch.put(BYTES - 1, (byte) 7);
            bytes.writeBytes(batch.array());
        }
        String name = String.format("%020d", base);
        Files.write(directory.resolve(name + ".index"), new byte[8]);
        Files.write(directory.resolve(name + ".timeindex"), new byte[8]);
        return Files.write(directory.resolve(name + ".log"), bytes.toByteArray());
    }

    /** How many bytes are left before the end or the zeroes. */
    private static long left(Path segment) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private void strike(long seed, long unforced) throws IOException {
        new PowerLoss(data, seed, topic -> unforced).strike();
    }

    @Test
    void lastSegmentLosesAPartOfItsTail() throws IOException {
        long whole = 20L * BYTES;
        boolean lost = false;
        boolean torn = false;
        for (int seed = 0; seed < 20; seed++) {
            Path segment = segment("orders-0", 0, 20);
            strike(seed, Long.MAX_VALUE);
            lost |= left(segment) < whole;
            torn |= left(segment) % BYTES != 0;
        }
        assertThat(lost).isTrue();
        assertThat(torn).as("some cut is in the middle of a batch").isTrue();
    }

    @Test
    void whatWasForcedIsNeverLost() throws IOException {
        Files.writeString(data.resolve("recovery-point-offset-checkpoint"), "0\n1\norders 0 120\n");
        for (int seed = 0; seed < 50; seed++) {
            Path segment = segment("orders-0", 0, 20);
            strike(seed, Long.MAX_VALUE);
            assertThat(left(segment)).isGreaterThanOrEqualTo(12L * BYTES);
        }
    }

    @Test
    void rolledSegmentsAndTheQuorumsLogAreLeftAlone() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            Path rolled = segment("orders-0", 0, 5);
            Path quorum = segment("__cluster_metadata-0", 0, 5);
            Path active = segment("orders-0", 50, 5);
            strike(seed, Long.MAX_VALUE);
            assertThat(left(rolled)).isEqualTo(5L * BYTES);
            assertThat(left(quorum)).isEqualTo(5L * BYTES);
            assertThat(active).exists();
        }
    }

    @Test
    void topicThatForcesEveryMessageLosesNothing() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            Path segment = segment("orders-0", 0, 20);
            strike(seed, 1);
            assertThat(left(segment)).isEqualTo(20L * BYTES);
        }
    }

    @Test
    void indexesOfTheCutSegmentAreGone() throws IOException {
        Path segment = segment("orders-0", 0, 3);
        strike(1, Long.MAX_VALUE);
        assertThat(segment.resolveSibling("00000000000000000000.index")).doesNotExist();
        assertThat(segment.resolveSibling("00000000000000000000.timeindex")).doesNotExist();
    }

    @Test
    void sameSeedCutsTheSameWay() throws IOException {
        Path segment = segment("orders-0", 0, 20);
        strike(4711, Long.MAX_VALUE);
        byte[] once = Files.readAllBytes(segment);
        segment = segment("orders-0", 0, 20);
        strike(4711, Long.MAX_VALUE);
        assertThat(Arrays.equals(once, Files.readAllBytes(segment))).isTrue();
    }
}
