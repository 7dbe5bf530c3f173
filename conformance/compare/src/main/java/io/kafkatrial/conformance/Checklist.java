/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The pitfalls of pitfalls.tsv: {@code pitfall TAB evidence | evidence …}. Evidence is the name of a row, or
 * {@code test:Class#method} for what no client can see or provoke.
 */
record Checklist(Map<String, String> pitfalls) {

    private static final String TEST = "test:";

    static Checklist read() throws IOException {
        return new Checklist(Pairs.of(Pairs.resource("pitfalls.tsv")));
    }

    private static List<String> evidence(String cell) {
        return Arrays.stream(cell.split("\\|")).map(String::strip).toList();
    }

    /** What is named but is not there, in words; rows are those of the run, tests are looked for in the sources. */
    List<String> check(Set<String> rows, Path repository) throws IOException {
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, String> pitfall : pitfalls.entrySet()) {
            for (String evidence : evidence(pitfall.getValue())) {
                boolean there = evidence.startsWith(TEST) ? isTest(evidence.substring(TEST.length()), repository) : rows.contains(evidence);
                if (!there) {
                    missing.add("PITFALL WITHOUT EVIDENCE: " + pitfall.getKey() + ": no " + evidence);
                }
            }
        }
        return missing;
    }

    private static boolean isTest(String reference, Path repository) throws IOException {
        String[] parts = reference.split("#", 2);
        try (Stream<Path> files = Files.walk(repository.resolve("harness-core/src/test/java"))) {
            for (Path file : files.filter(it -> it.endsWith(parts[0] + ".java")).toList()) {
                if (Files.readString(file).contains(" " + parts[1] + "(")) {
                    return true;
                }
            }
        }
        return false;
    }

    List<String> rows() {
        return pitfalls.entrySet().stream()
                .map(it -> "| " + it.getKey() + " | " + String.join("<br>", evidence(it.getValue()).stream()
                        .map(name -> name.startsWith(TEST) ? "`" + name.substring(TEST.length()) + "`" : name).toList()) + " |")
                .toList();
    }
}
