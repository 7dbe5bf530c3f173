/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The index of all tests of a build: {@value #PAGE} to look at, {@value #SUMMARY} for the summary of a CI run, and
 * {@value #LINES}, from which both are made.
 *
 * <p>Grows with every test, also when several JVMs write at once: a test is one line appended to {@value #LINES};
 * then the pages are made anew from all lines, under a lock between processes. A test that runs again takes the
 * place of its earlier run. Safe for use by several threads and processes.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class ReportIndex {

    /** The page. */
    public static final String PAGE = "index.html";

    /** The summary in Markdown. */
    public static final String SUMMARY = "summary.md";

    /** One JSON object for each run of a test, the fields of {@link ReportEntry}. */
    public static final String LINES = "index.jsonl";

    private static final String LOCK = ".index.lock";
    private static final int TRIES = 1_000;
    private static final long BETWEEN_TRIES_NANOS = 5_000_000;

    private ReportIndex() {}

    /**
     * Add a test.
     *
     * @param root the directory of the index; made if need be
     */
    public static void add(Path root, ReportEntry entry) throws IOException {
        Files.createDirectories(root);
        Files.write(
                root.resolve(LINES),
                EntryJson.line(entry).getBytes(UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        write(root);
    }

    /** Make the pages anew from the lines; several processes may do so at once, the last has all lines. */
    public static void write(Path root) throws IOException {
        synchronized (ReportIndex.class) {
            try (FileChannel channel =
                            FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = lock(channel)) {
                List<ReportEntry> entries = read(root);
                replace(root.resolve(PAGE), IndexPage.render(entries));
                replace(root.resolve(SUMMARY), MarkdownReport.summary(entries));
                if (!lock.isValid()) {
                    throw new IOException("the lock on the index in " + root + " was lost while it was written");
                }
            }
        }
    }

    /** Another class loader of this JVM may hold it, of which the synchronization knows nothing. */
    private static FileLock lock(FileChannel channel) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            try {
                return channel.lock();
            } catch (OverlappingFileLockException held) {
                LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
            }
        }
        throw new IOException("somebody in this JVM holds the lock on the index and does not let go");
    }

    private static void replace(Path file, String text) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".draft"); // one at a time: under the lock
        Files.writeString(draft, text);
        try {
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** The tests of an index, each as it ran last, in the order of their first runs; none if there is no index. */
    public static List<ReportEntry> read(Path root) throws IOException {
        Path lines = root.resolve(LINES);
        if (Files.notExists(lines)) {
            return List.of();
        }
        Map<String, ReportEntry> last = new LinkedHashMap<>();
        new String(Files.readAllBytes(lines), UTF_8).lines().forEach(line -> EntryJson.read(line)
                .ifPresent(entry -> last.put(entry.identity(), entry)));
        return new ArrayList<>(last.values());
    }

    /** One page over the indexes of several modules; the links of each are given its directory. */
    public static String render(List<ReportEntry> entries) {
        return IndexPage.render(entries);
    }
}
