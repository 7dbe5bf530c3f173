/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The file a node's JVM writes its standard output and error to, over all its lives. Immutable. */
public record NodeLog(Path file) {

    private static final int MOST_BYTES = 64 * 1024;
    private static final int TAIL_LINES = 30;
    private static final int DUMP_LINES = 150;

    /** How long the log is now; 0 if there is none. */
    public long length() {
        return file.toFile().length();
    }

    /** Its last lines, indented. */
    public String tail() {
        List<String> lines = since(Math.max(0, length() - MOST_BYTES)).lines().toList();
        return indent(lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }

    /** What came after {@code position}, but no more than a long thread dump, indented. */
    String excerpt(long position) {
        List<String> lines = since(position).lines().toList();
        return indent(lines.subList(0, Math.min(DUMP_LINES, lines.size())));
    }

    /** Whether this text came after {@code position}. */
    boolean has(String text, long position) {
        return since(position).contains(text);
    }

    private String since(long position) {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            open.seek(position);
            byte[] bytes = new byte[(int) Math.min(Math.max(0, open.length() - position), 4L * MOST_BYTES)];
            open.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return "(the log " + file + " cannot be read: " + unreadable.getMessage() + ")";
        }
    }

    private static String indent(List<String> lines) {
        return lines.isEmpty() ? "  (it is empty)" : "  " + String.join("\n  ", lines);
    }
}
