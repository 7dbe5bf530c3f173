/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kafkatrial.logging.InternalLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the brokers said: silent while all is well, wanted beside the report of a failure. */
final class BrokerLogs {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerLogs.class);

    /** The end is what matters; a node under faults can fill disks. */
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private BrokerLogs() {}

    /**
     * Write {@code harness.log}, what brokers of this JVM said, and for each process its own, such as
     * {@code broker-1.log}.
     *
     * @param ofProcesses the files in which processes write, by the node's name
     * @return the names of the files, as far as there was something to write
     */
    static List<String> copy(Map<String, Path> ofProcesses, Path directory) {
        List<String> names = new ArrayList<>();
        try {
            List<String> lines = InternalLog.ofThisJvm().recent();
            if (!lines.isEmpty()) {
                Files.write(directory.resolve("harness.log"), lines, UTF_8);
                names.add("harness.log");
            }
            for (Map.Entry<String, Path> node : new TreeMap<>(ofProcesses).entrySet()) {
                if (Files.isRegularFile(node.getValue())) {
                    String name = node.getKey().replaceAll("[^A-Za-z0-9]+", "-") + ".log";
                    Files.write(directory.resolve(name), end(node.getValue()));
                    names.add(name);
                }
            }
        } catch (IOException failed) {
            LOG.warn("the logs of the brokers cannot be written to {}: {}", directory, failed.toString());
        }
        return names;
    }

    private static byte[] end(Path file) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, open.length() - MOST_BYTES);
            byte[] bytes = new byte[(int) (open.length() - from)];
            open.seek(from);
            open.readFully(bytes);
            return bytes;
        }
    }
}
