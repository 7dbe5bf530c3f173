/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.cli;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.ClientFiles;
import io.kafkatrial.engine.SecuritySpec;
import io.kafkatrial.engine.TrialException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file that tells others the cluster is ready: {@code KEY=VALUE} lines in the form of
 * {@link java.util.Properties}. Appears at once and whole, and is gone when the cluster is.
 */
final class ReadyFile {

    private final Path path;

    ReadyFile(Path path) {
        this.path = path;
    }

    /** Remove what an earlier run left behind, so that nobody takes it for this one. */
    void clear() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException failure) {
            throw complain("removed", failure);
        }
    }

    /**
     * Write it.
     *
     * @param clientFiles where the properties of clients are, if they need any
     * @param controlFile by which tests attach, if they may
     */
    void write(Cluster cluster, Optional<Path> clientFiles, Optional<Path> controlFile) {
        List<String> lines = new ArrayList<>(List.of(
                "bootstrap.servers=" + cluster.bootstrapServers(),
                "pid=" + ProcessHandle.current().pid(),
                "seed=" + cluster.spec().seed(),
                "engine=" + cluster.engine(),
                "brokers=" + cluster.spec().brokers()));
        clientFiles.ifPresent(where -> {
            lines.add("client.files=" + escaped(where));
            lines.add("client.properties=" + escaped(ClientFiles.of(where, SecuritySpec.HARNESS_USER)));
        });
        controlFile.ifPresent(where -> lines.add("control.file=" + escaped(where.toAbsolutePath())));
        try {
            Path folder = path.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path draft = Files.createTempFile(folder, ".trial", ".ready");
            try {
                Files.write(draft, lines, StandardCharsets.ISO_8859_1);
                Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException failure) {
            throw complain("written", failure);
        }
    }

    /** Paths of some systems have backslashes, which mean something in such a file. */
    private static String escaped(Path file) {
        return file.toString().replace("\\", "\\\\");
    }

    private TrialException complain(String what, IOException failure) {
        return new TrialException(
                "--ready-file " + path + " cannot be " + what + ": " + failure
                        + ". Name a file in a folder you may write to.",
                failure);
    }
}
