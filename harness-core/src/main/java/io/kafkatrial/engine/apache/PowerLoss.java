/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a power loss does to the files of a dead broker: the last segment of every partition loses a part of what was
 * never forced to the disk. Known to be forced is everything below the recovery point the broker wrote down, everything
 * in segments that were rolled, and, with {@code flush.messages}, all but the last so many messages. The bytes after
 * the cut are gone, or read as zero, as file systems write the length of a file before its content. The index files
 * beside it are gone; Kafka makes them anew. The log of the quorum is forced with every append and loses nothing.
 *
 * @param data the data directory
 * @param seed what decides where to cut
 */
record PowerLoss(Path data, long seed, Flushing flushing) {

    /** How many messages of a topic may be in its log without being forced to the disk; the longest if not limited. */
    interface Flushing {
        long messages(String topic);
    }

    private static final Pattern PARTITION = Pattern.compile("(.+)-(\\d+)");
    private static final String RECOVERY_POINTS = "recovery-point-offset-checkpoint";
    private static final int HEADER = 61;
    private static final int OVERHEAD = 12;
    private static final int LAST_OFFSET_DELTA = 23;
    private static final int BLOCK = 8192;

    /** Where a batch is in the file, and the offset after its last record. */
    private record Batch(long end, long nextOffset) {}

    /** Let it happen. */
    void strike() throws IOException {
        Map<String, Long> recoveryPoints = recoveryPoints();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(data, Files::isDirectory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                Matcher partition = PARTITION.matcher(name);
                if (partition.matches() && !name.equals(Disks.QUORUM_LOG)) {
                    strike(entry, partition.group(1), recoveryPoints.getOrDefault(name, 0L));
                }
            }
        }
    }

    /** By the names of the partitions' directories; see Kafka's OffsetCheckpointFile for the form. */
    private Map<String, Long> recoveryPoints() throws IOException {
        Map<String, Long> points = new HashMap<>();
        Path file = data.resolve(RECOVERY_POINTS);
        if (Files.exists(file)) {
            List<String> lines = Files.readAllLines(file);
            for (String line : lines.subList(Math.min(2, lines.size()), lines.size())) {
                String[] words = line.split(" ", -1);
                if (words.length == 3) {
                    points.put(words[0] + "-" + words[1], Long.parseLong(words[2]));
                }
            }
        }
        return points;
    }

    private void strike(Path directory, String topic, long recoveryPoint) throws IOException {
        Path segment;
        try (Stream<Path> files = Files.list(directory)) {
            segment = files.filter(file -> file.toString().endsWith(".log"))
                    .max(Comparator.comparing(Path::toString))
                    .orElse(null);
        }
        if (segment == null) {
            return;
        }
        List<Batch> batches = batches(segment);
        if (batches.isEmpty()) {
            return;
        }
        Batch last = batches.get(batches.size() - 1);
        long unforced = flushing.messages(topic);
        long forced = unforced == Long.MAX_VALUE ? 0 : last.nextOffset() - Math.max(0, unforced - 1);
        long durable = Math.max(recoveryPoint, forced);
        long from = batches.stream()
                .filter(batch -> batch.nextOffset() <= durable)
                .mapToLong(Batch::end)
                .max()
                .orElse(0);
        SplittableRandom random =
                new SplittableRandom(seed ^ (directory.getFileName().toString().hashCode() * 0x9E3779B97F4A7C15L));
        cut(segment, from + random.nextLong(last.end() - from + 1), random.nextBoolean());
        for (String kind : List.of(".index", ".timeindex", ".txnindex")) {
            String name = segment.getFileName().toString();
            Files.deleteIfExists(segment.resolveSibling(name.substring(0, name.length() - 4) + kind));
        }
    }

    private static List<Batch> batches(Path segment) throws IOException {
        List<Batch> batches = new ArrayList<>();
        try (FileChannel file = FileChannel.open(segment, StandardOpenOption.READ)) {
            ByteBuffer header = ByteBuffer.allocate(HEADER);
            long position = 0;
            while (position + HEADER <= file.size()) {
                header.clear();
                if (file.read(header, position) < HEADER) {
                    break;
                }
                long end = position + OVERHEAD + header.getInt(Long.BYTES);
                if (end <= position + OVERHEAD || end > file.size()) {
                    break;
                }
                batches.add(new Batch(end, header.getLong(0) + header.getInt(LAST_OFFSET_DELTA) + 1));
                position = end;
            }
        }
        return batches;
    }

    private static void cut(Path segment, long at, boolean zeroed) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            long length = file.length();
            file.setLength(at);
            if (zeroed) {
                byte[] nothing = new byte[BLOCK];
                file.seek(at);
                for (long left = length - at; left > 0; left -= BLOCK) {
                    file.write(nothing, 0, (int) Math.min(BLOCK, left));
                }
            }
        }
    }
}
