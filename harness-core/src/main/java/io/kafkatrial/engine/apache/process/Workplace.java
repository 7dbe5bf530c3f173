/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache.process;

import io.kafkatrial.engine.ApacheComplaints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory of one cluster, below {@code java.io.tmpdir}. A lock on a file in it tells that the cluster's JVM
 * lives; what a killed JVM left behind is removed by the next one that makes a workplace. Safe for use by several
 * threads.
 */
public final class Workplace implements AutoCloseable {

    private static final String READY = "cluster-";
    private static final String OWNER = "owner.lock";

    private final Path directory;
    private final FileChannel owner;

    private Workplace(Path directory, FileChannel owner) {
        this.directory = directory;
        this.owner = owner;
    }

    /** Make a place for one cluster. */
    public static Workplace make() {
        String user = System.getProperty("user.name", "user").replaceAll("\\W", "_");
        Path all = Path.of(System.getProperty("java.io.tmpdir"), "kafka-trial-" + user);
        try {
            Files.createDirectories(all);
            sweep(all);
            Path draft = Files.createTempDirectory(all, "new-");
            Path ready = all.resolve(own() + draft.getFileName().toString().substring("new-".length()));
            FileChannel channel =
                    FileChannel.open(draft.resolve(OWNER), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.lock();
            Files.move(draft, ready);
            return new Workplace(ready, channel);
        } catch (IOException failed) {
            throw ApacheComplaints.workplace(all.toString(), failed);
        }
    }

    /** What the names of this JVM's places begin with. */
    private static String own() {
        return READY + ProcessHandle.current().pid() + "-";
    }

    /** Not over our own: to open and close their lock file would let go of the lock. */
    private static void sweep(Path all) throws IOException {
        try (DirectoryStream<Path> places = Files.newDirectoryStream(all, READY + "*")) {
            for (Path place : places) {
                if (!place.getFileName().toString().startsWith(own()) && isLeftBehind(place)) {
                    delete(place);
                }
            }
        }
    }

    private static boolean isLeftBehind(Path place) {
        try (FileChannel channel = FileChannel.open(place.resolve(OWNER), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (IOException | OverlappingFileLockException owned) {
            return false;
        }
    }

    /** The directory. */
    public Path directory() {
        return directory;
    }

    /** Remove a directory with all it has, as far as that is possible. */
    public static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException inUse) {
            // swept by the next workplace, or by another one at this moment
        }
    }

    @Override
    public void close() {
        delete(directory);
        try {
            owner.close();
        } catch (IOException closed) {
            // the lock is gone either way
        }
    }
}
