/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.agent;

import io.kafkatrial.engine.ApplicationComplaints;
import io.kafkatrial.engine.Nearest;
import io.kafkatrial.engine.code.ClassOutline;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Finds classes of the class path by their names, and by what somebody may have meant. Stateless. */
final class Places {

    private static final int NEAREST = 3;
    private static final String SUFFIX = ".class";

    private Places() {}

    /**
     * The class of this name, loaded and not initialized.
     *
     * @param name full, or simple if one class only has it
     * @param where the point, for complaints
     * @throws io.kafkatrial.engine.TrialException if there is none, with the nearest; or if it is one of Java's own
     */
    static Class<?> find(String name, String where) {
        Class<?> found = load(name).orElseGet(() -> load(fullName(name, where))
                .orElseThrow(() -> ApplicationComplaints.unknown(where, "class " + name, List.of())));
        if (found.getClassLoader() == null || found.getClassLoader() == ClassLoader.getPlatformClassLoader()) {
            throw ApplicationComplaints.outOfReach(where);
        }
        return found;
    }

    static Optional<Class<?>> load(String name) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try {
            return Optional.of(Class.forName(name, false, loader == null ? Places.class.getClassLoader() : loader));
        } catch (ClassNotFoundException | LinkageError none) {
            return Optional.empty();
        }
    }

    private static String fullName(String name, String where) {
        Set<String> own = directories();
        String simple = name.substring(name.lastIndexOf('.') + 1);
        List<String> namesakes = namesakes(own, simple);
        if (namesakes.isEmpty()) {
            namesakes = namesakes(jars(simple), simple);
        }
        if (name.contains(".") || namesakes.isEmpty()) {
            throw ApplicationComplaints.unknown(
                    where, "class " + name, namesakes.isEmpty() ? alike(own, simple) : namesakes);
        }
        if (namesakes.size() > 1) {
            throw ApplicationComplaints.ambiguous(where, namesakes);
        }
        return namesakes.get(0);
    }

    /** Those whose simple names are most like it. */
    private static List<String> alike(Set<String> names, String simple) {
        Set<String> simples = names.stream()
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
        return Nearest.some(simple, simples, NEAREST).stream()
                .flatMap(one -> namesakes(names, one).stream())
                .distinct()
                .limit(NEAREST)
                .toList();
    }

    private static List<String> namesakes(Set<String> names, String simple) {
        return names.stream()
                .filter(name -> name.substring(name.lastIndexOf('.') + 1).equals(simple) || name.endsWith("$" + simple))
                .toList();
    }

    private static Stream<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator))
                .filter(part -> !part.isEmpty())
                .map(Path::of)
                .filter(Files::exists);
    }

    private static Set<String> directories() {
        Set<String> names = new TreeSet<>();
        classPath().filter(Files::isDirectory).forEach(directory -> {
            try (Stream<Path> files = Files.walk(directory)) {
                files.map(file -> directory.relativize(file).toString().replace(File.separatorChar, '/'))
                        .filter(file -> file.endsWith(SUFFIX))
                        .map(Places::className)
                        .forEach(names::add);
            } catch (IOException unreadable) {
                // what cannot be listed is not suggested
            }
        });
        return names;
    }

    private static Set<String> jars(String simple) {
        Set<String> names = new TreeSet<>();
        classPath().filter(Files::isRegularFile).forEach(jar -> {
            try (ZipFile open = new ZipFile(jar.toFile())) {
                open.stream()
                        .map(ZipEntry::getName)
                        .filter(name -> name.endsWith("/" + simple + SUFFIX) && !name.startsWith("META-INF/"))
                        .map(Places::className)
                        .forEach(names::add);
            } catch (IOException noJar) {
                // as above
            }
        });
        return names;
    }

    private static String className(String file) {
        return file.substring(0, file.length() - SUFFIX.length()).replace('/', '.');
    }

    /** The lines of all methods of this name; empty if the class was compiled without them. */
    static Set<Integer> lines(Class<?> type, String method) {
        String file = "/" + type.getName().replace('.', '/') + SUFFIX;
        try (InputStream in = type.getResourceAsStream(file)) {
            return in == null ? Set.of() : ClassOutline.read(in).methods().getOrDefault(method, Set.of());
        } catch (IOException unreadable) {
            return Set.of();
        }
    }
}
