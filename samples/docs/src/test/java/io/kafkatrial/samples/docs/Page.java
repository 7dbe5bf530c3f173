/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation. A value. */
record Page(Path path, List<String> lines) {

    /** The root of the repository, seen from this module. */
    static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** Every page that a user or contributor reads. */
    static List<Page> all() {
        List<Page> pages = new ArrayList<>();
        List.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md").forEach(name -> pages.add(of(ROOT.resolve(name))));
        for (String folder : List.of("docs", "samples", "benchmarks")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".md"))
                        .filter(file -> !file.toString().contains("node_modules"))
                        .filter(file -> !file.toString().contains("target"))
                        .sorted()
                        .forEach(file -> pages.add(of(file)));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return pages;
    }

    /** The page of this name below {@code docs}. */
    static Page doc(String name) {
        return of(ROOT.resolve("docs").resolve(name));
    }

    static Page of(Path path) {
        try {
            return new Page(path, Files.readAllLines(path));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Its fenced blocks, in order. */
    List<Fence> fences() {
        List<Fence> fences = new ArrayList<>();
        String before = "";
        for (int line = 0; line < lines.size(); line++) {
            String text = lines.get(line);
            if (!text.startsWith("```")) {
                before = text.isBlank() ? before : text;
                continue;
            }
            int end = line + 1;
            while (!lines.get(end).startsWith("```")) {
                end++;
            }
            String inside = String.join("\n", lines.subList(line + 1, end));
            fences.add(new Fence(this, line + 1, text.substring(3).trim(), before, inside));
            before = "";
            line = end;
        }
        return fences;
    }

    /** Its lines outside of fenced blocks. */
    List<String> prose() {
        List<String> prose = new ArrayList<>();
        boolean fenced = false;
        for (String line : lines) {
            if (line.startsWith("```")) {
                fenced = !fenced;
            } else if (!fenced) {
                prose.add(line);
            }
        }
        return prose;
    }

    /** Everything that is set as code, inline or fenced. */
    List<String> code() {
        List<String> code = new ArrayList<>();
        fences().forEach(fence -> code.addAll(fence.text().lines().toList()));
        for (String line : prose()) {
            Matcher matcher = CODE.matcher(line);
            while (matcher.find()) {
                code.add(matcher.group(1));
            }
        }
        return code;
    }

    /** The lines below a heading whose text begins so, up to the next heading of that or a higher level. */
    Page section(String heading) {
        for (int line = 0; line < lines.size(); line++) {
            String text = lines.get(line);
            if (text.startsWith("#") && text.replaceFirst("^#+ ", "").startsWith(heading)) {
                int level = text.indexOf(' ');
                int end = line + 1;
                while (end < lines.size() && !isHeading(lines.get(end), level)) {
                    end++;
                }
                return new Page(path, lines.subList(line + 1, end));
            }
        }
        throw new AssertionError(this + " has no heading \"" + heading + "\"");
    }

    private static boolean isHeading(String line, int level) {
        return line.startsWith("#") && line.indexOf(' ') <= level && line.indexOf(' ') > 0;
    }

    /** The rows of its first table, without its head: the cells by their column's head, backticks removed. */
    List<Map<String, String>> table() {
        List<Map<String, String>> rows = new ArrayList<>();
        List<String> head = List.of();
        for (String line : prose()) {
            if (!line.startsWith("|")) {
                if (!head.isEmpty()) {
                    break;
                }
            } else if (head.isEmpty()) {
                head = cells(line);
            } else if (!line.startsWith("|--")) {
                Map<String, String> row = new LinkedHashMap<>();
                List<String> cells = cells(line);
                for (int column = 0; column < head.size(); column++) {
                    row.put(head.get(column), cells.get(column));
                }
                rows.add(row);
            }
        }
        if (rows.isEmpty()) {
            throw new AssertionError(this + " has no table where one is expected");
        }
        return rows;
    }

    /** Two columns of its first table, as a map. */
    Map<String, String> table(String keys, String values) {
        Map<String, String> pairs = new LinkedHashMap<>();
        table().forEach(row -> pairs.put(row.get(keys), row.get(values)));
        return pairs;
    }

    private static List<String> cells(String line) {
        String inner = line.substring(1, line.lastIndexOf('|'));
        return Stream.of(inner.split("(?<!\\\\)\\|", -1))
                .map(cell -> cell.trim().replace("`", "").replace("\\|", "|"))
                .toList();
    }

    @Override
    public String toString() {
        return ROOT.relativize(path.toAbsolutePath().normalize()).toString();
    }
}
