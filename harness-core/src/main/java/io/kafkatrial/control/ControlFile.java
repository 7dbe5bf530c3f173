/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.control;

import io.kafkatrial.engine.TrialException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The file that lets other processes attach to a cluster. Who can read it may do anything to the cluster, so on systems
 * that know such things only its owner can.
 *
 * @param port where the process of the cluster listens, on the loopback interface
 * @param token what it wants to hear first
 * @param version of the messages
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public record ControlFile(int port, String token, int version) {

    private static final String OWNER_ONLY = "rw-------";

    /** Let it appear at once and whole, in place of one that is there. */
    public void write(Path file) {
        List<String> lines = List.of("version=" + version, "port=" + port, "token=" + token);
        try {
            Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
            Files.createDirectories(folder);
            Path draft = Files.createTempFile(folder, ".trial", ".control", attributes(folder));
            try {
                Files.write(draft, lines, StandardCharsets.ISO_8859_1);
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException failure) {
            throw ControlComplaints.unwritable(file, failure);
        }
    }

    private static FileAttribute<?>[] attributes(Path folder) throws IOException {
        return Files.getFileStore(folder).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * Read the file of a cluster that runs.
     *
     * @throws TrialException if there is none, or it is of another version
     */
    public static ControlFile read(Path file) {
        Properties said = new Properties();
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            said.load(in);
        } catch (IOException | IllegalArgumentException failure) {
            throw ControlComplaints.unreadable(file, failure);
        }
        try {
            ControlFile read = new ControlFile(
                    Integer.parseInt(said.getProperty("port", "")),
                    said.getProperty("token", ""),
                    Integer.parseInt(said.getProperty("version", "")));
            if (read.version != Lines.VERSION) {
                throw ControlComplaints.otherVersion(file, read.version);
            }
            return read;
        } catch (NumberFormatException damaged) {
            throw ControlComplaints.unreadable(file, damaged);
        }
    }
}
