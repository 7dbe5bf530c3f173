/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache.process;

import io.kafkatrial.engine.ApacheComplaints;
import io.kafkatrial.engine.apache.child.NodeMain;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** The jar with our one class for a node's class path. Named by its content, so that versions of ours do not mix. */
public final class ChildJar {

    private ChildJar() {}

    /** The jar in this directory; made if it is not there. */
    public static Path in(Path directory) {
        String name = NodeMain.class.getName().replace('.', '/') + ".class";
        try (InputStream in = NodeMain.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException(name);
            }
            byte[] code = in.readAllBytes();
            Path jar = directory.resolve("node-" + Integer.toHexString(Arrays.hashCode(code)) + ".jar");
            if (!Files.exists(jar)) {
                write(jar, name, code);
            }
            return jar;
        } catch (IOException failed) {
            throw ApacheComplaints.cache(directory.toString(), failed);
        }
    }

    private static void write(Path jar, String name, byte[] code) throws IOException {
        Path directory = jar.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path draft = Files.createTempFile(directory, "node", ".tmp");
        try (OutputStream file = Files.newOutputStream(draft);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new JarEntry(name));
            out.write(code);
            out.closeEntry();
        }
        Files.move(draft, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
