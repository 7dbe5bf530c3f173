/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container.docker;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Files as Docker wants and gives them: in tar. Stateless. */
final class Archives {

    private static final int READABLE = 0100644;

    private Archives() {}

    /** These files by their absolute paths in the container. */
    static InputStream of(Map<String, Path> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, Path> file : files.entrySet()) {
                byte[] content = Files.readAllBytes(file.getValue());
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey().substring(1));
                entry.setMode(READABLE);
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    /** The files of an archive into a directory. */
    static void unpack(InputStream archive, Path into) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(archive);
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path file = into.resolve(entry.getName()).normalize();
            if (!file.startsWith(into)) {
                throw new IOException("the archive leads out of its directory: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(file);
            } else {
                Files.createDirectories(file.getParent());
                Files.write(file, tar.readAllBytes());
            }
        }
    }
}
