/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache.process;

import io.kafkatrial.engine.ApacheComplaints;
import io.kafkatrial.engine.apache.child.CodePassage;
import io.kafkatrial.engine.apache.child.NodeMain;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** The jar with our classes for a node's class path. Named by its content, so that versions of ours do not mix. */
public final class ChildJar {

    private static final List<Class<?>> CLASSES = List.of(NodeMain.class, CodePassage.class);

    private ChildJar() {}

    /** The jar in this directory; made if it is not there. */
    public static Path in(Path directory) {
        try {
            Map<String, byte[]> classes = new LinkedHashMap<>();
            int hash = 1;
            for (Class<?> one : CLASSES) {
                String name = one.getName().replace('.', '/') + ".class";
                byte[] code = code(one, name);
                classes.put(name, code);
                hash = 31 * hash + Arrays.hashCode(code);
            }
            Path jar = directory.resolve("node-" + Integer.toHexString(hash) + ".jar");
            if (!Files.exists(jar)) {
                write(jar, classes);
            }
            return jar;
        } catch (IOException failed) {
            throw ApacheComplaints.cache(directory.toString(), failed);
        }
    }

    private static byte[] code(Class<?> one, String name) throws IOException {
        try (InputStream in = one.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException(name);
            }
            return in.readAllBytes();
        }
    }

    private static void write(Path jar, Map<String, byte[]> classes) throws IOException {
        Path directory = jar.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path draft = Files.createTempFile(directory, "node", ".tmp");
        try (OutputStream file = Files.newOutputStream(draft);
                JarOutputStream out = new JarOutputStream(file)) {
            for (Map.Entry<String, byte[]> one : classes.entrySet()) {
                out.putNextEntry(new JarEntry(one.getKey()));
                out.write(one.getValue());
                out.closeEntry();
            }
        }
        Files.move(draft, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
