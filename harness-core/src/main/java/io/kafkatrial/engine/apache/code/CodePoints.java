/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache.code;

import io.kafkatrial.engine.CodeComplaints;
import io.kafkatrial.engine.Nearest;
import io.kafkatrial.engine.code.ClassOutline;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Finds points of the code in one version. The named ones are rows of {@code code-points.txt}: a resource, because
 * relocation would rename constants. Immutable.
 *
 * @param version the version of Apache Kafka
 * @param classPath its jars
 * @param isAtLeast whether the version is as new as another
 */
public record CodePoints(String version, List<Path> classPath, java.util.function.Predicate<String> isAtLeast) {

    private static final String ROWS = "code-points.txt";
    private static final Pattern RAW = Pattern.compile("([\\w.$]+)#([\\w$<>]+)(?:@(entry|exit)|:(\\d+))?");
    private static final int COLUMNS = 6;
    private static final int NEAREST = 3;

    private record Row(String name, CodePlace place) {}

    /**
     * Where a point is.
     *
     * @throws io.kafkatrial.engine.TrialException if the version does not have it, with the nearest it has
     */
    public List<CodePlace> find(String point) {
        if (point.contains("#")) {
            return List.of(checked(point, raw(point)));
        }
        List<CodePlace> places = rows().stream()
                .filter(row -> row.name().equals(point))
                .map(Row::place)
                .toList();
        if (places.isEmpty()) {
            throw CodeComplaints.unknownPoint(point, version, Nearest.some(point, names(), NEAREST));
        }
        return places;
    }

    /**
     * Make sure that there is a class of this name, of this version or of Java.
     *
     * @throws io.kafkatrial.engine.TrialException if there is not, with the nearest there are
     */
    public void requireClass(String point, String type) {
        if (outline(type).isEmpty() && !isOfJava(type)) {
            throw CodeComplaints.unknownCode(point, "class " + type, version, alike(type));
        }
    }

    private static boolean isOfJava(String type) {
        try {
            Class.forName(type, false, ClassLoader.getPlatformClassLoader());
            return true;
        } catch (ClassNotFoundException notOfJava) {
            return false;
        }
    }

    /** The named points of this version, in order. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        rows().forEach(row -> names.add(row.name()));
        return names;
    }

    private CodePlace raw(String point) {
        Matcher matcher = RAW.matcher(point);
        if (!matcher.matches()) {
            throw CodeComplaints.unknownPoint(point, version, Nearest.some(point, names(), NEAREST));
        }
        String line = matcher.group(4);
        String where = line != null ? "LINE " + line : "exit".equals(matcher.group(3)) ? "EXIT" : "ENTRY";
        return new CodePlace(matcher.group(1), matcher.group(2), where, Optional.empty());
    }

    private CodePlace checked(String point, CodePlace place) {
        Optional<ClassOutline> found = outline(place.type());
        if (found.isEmpty()) {
            throw CodeComplaints.unknownCode(point, "class " + place.type(), version, alike(place.type()));
        }
        Set<Integer> lines = found.get().methods().get(place.method());
        if (lines == null) {
            Collection<String> methods = found.get().methods().keySet().stream()
                    .filter(method -> !method.contains("$"))
                    .toList();
            throw CodeComplaints.unknownCode(
                    point,
                    "method " + place.method() + " in " + place.type(),
                    version,
                    Nearest.some(place.method(), methods, NEAREST));
        }
        if (place.where().startsWith("LINE ")
                && !lines.contains(Integer.valueOf(place.where().substring("LINE ".length())))) {
            throw CodeComplaints.unknownCode(
                    point,
                    "code on that line of " + place.type() + "#" + place.method(),
                    version,
                    lines.stream().map(line -> Integer.toString(line)).toList());
        }
        return place;
    }

    private Optional<ClassOutline> outline(String type) {
        String file = type.replace('.', '/') + ".class";
        for (Path jar : classPath) {
            try (ZipFile open = new ZipFile(jar.toFile())) {
                ZipEntry entry = open.getEntry(file);
                if (entry != null) {
                    try (InputStream in = open.getInputStream(entry)) {
                        return Optional.of(ClassOutline.read(in));
                    }
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return Optional.empty();
    }

    /** The classes of Kafka's own jars whose names are most like it: its simple name first. */
    private List<String> alike(String type) {
        Set<String> types = new TreeSet<>();
        for (Path jar : classPath) {
            if (jar.getFileName().toString().startsWith("kafka")) {
                try (ZipFile open = new ZipFile(jar.toFile())) {
                    open.stream()
                            .map(ZipEntry::getName)
                            .filter(name -> name.endsWith(".class") && !name.contains("$"))
                            .map(name -> name.substring(0, name.length() - ".class".length())
                                    .replace('/', '.'))
                            .forEach(types::add);
                } catch (IOException unreadable) {
                    throw new UncheckedIOException(unreadable);
                }
            }
        }
        String simple = "." + type.substring(type.lastIndexOf('.') + 1);
        List<String> namesakes =
                types.stream().filter(name -> name.endsWith(simple)).toList();
        return namesakes.isEmpty() ? Nearest.some(type, types, NEAREST) : namesakes;
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        try (InputStream in = CodePoints.class.getResourceAsStream(ROWS)) {
            if (in == null) {
                throw new FileNotFoundException(ROWS);
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\\|", COLUMNS))
                    .filter(columns -> isAtLeast.test(columns[1].strip())
                            && (columns[2].isBlank() || !isAtLeast.test(columns[2].strip())))
                    .map(CodePoints::row)
                    .forEach(rows::add);
            return rows;
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static Row row(String[] columns) {
        String[] method = columns[3].strip().split("#", 2);
        String filter = columns[5].strip();
        Optional<CodePlace.Filter> only = filter.isEmpty()
                ? Optional.empty()
                : Optional.of(new CodePlace.Filter(filter.charAt(0) - '0', filter.substring(2)));
        return new Row(
                columns[0].strip(),
                new CodePlace(method[0], method[1], columns[4].strip().toUpperCase(java.util.Locale.ROOT), only));
    }
}
