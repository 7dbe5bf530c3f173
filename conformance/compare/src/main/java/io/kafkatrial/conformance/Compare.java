/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Puts the probes to both clusters, each in a JVM and with a class path of its own, writes the table, and fails on
 * a difference nobody has accounted for, or one accounted for that is no more. Arguments: the target folder of the
 * kit, that of Kafka Trial, the table to write.
 */
final class Compare {
    private static final int SHOWN = 160;

    private final Map<String, String> known;
    private final List<String> table = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private int same;
    private int different;

    private Compare(Map<String, String> known) {
        this.known = known;
    }

    public static void main(String[] args) throws Exception {
        Process kit = start("io.kafkatrial.conformance.KitMain", Path.of(args[0]));
        Process trial = start("io.kafkatrial.conformance.TrialMain", Path.of(args[1]));
        Map<String, String> apache = seen(kit, Path.of(args[0]));
        Map<String, String> embedded = seen(trial, Path.of(args[1]));
        Compare compare = new Compare(known());
        compare.all(embedded, apache);
        Files.writeString(Path.of(args[2]), compare.document(), StandardCharsets.UTF_8);
        compare.faults.forEach(System.out::println);
        System.out.println(compare.summary() + ": " + args[2]);
        System.exit(compare.faults.isEmpty() ? 0 : 1);
    }

    private static Process start(String main, Path target) throws IOException {
        String classPath = target.resolve("classes") + File.pathSeparator
                + Files.readString(target.resolve("dependencies.txt")).trim();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath, main,
                        target.resolve("seen.tsv").toString())
                .redirectErrorStream(true)
                .redirectOutput(target.resolve("log.txt").toFile())
                .start();
    }

    private static Map<String, String> seen(Process process, Path target) throws IOException, InterruptedException {
        if (process.waitFor() != 0) {
            throw new IOException(target + " ended with " + process.exitValue() + ", see " + target.resolve("log.txt"));
        }
        return pairs(Files.readAllLines(target.resolve("seen.tsv"), StandardCharsets.UTF_8));
    }

    /** Lines {@code name TAB text}. */
    private static Map<String, String> pairs(List<String> lines) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String line : lines) {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                pairs.put(line.substring(0, tab), line.substring(tab + 1));
            }
        }
        return pairs;
    }

    private static Map<String, String> known() throws IOException {
        try (InputStream in = Compare.class.getResourceAsStream("known-differences.tsv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return pairs(lines.lines().filter(line -> !line.startsWith("#")).toList());
        }
    }

    private void all(Map<String, String> embedded, Map<String, String> apache) {
        apache.forEach((probe, theirs) -> one(
                probe, List.of(embedded.getOrDefault(probe, "nothing").split("; ")), List.of(theirs.split("; "))));
        known.keySet().stream().filter(probe -> !apache.containsKey(probe)).forEach(probe -> faults.add("no such probe: " + probe));
    }

    private void one(String probe, List<String> ours, List<String> theirs) {
        boolean equal = ours.equals(theirs);
        if (Stream.concat(ours.stream(), theirs.stream()).anyMatch(seen -> seen.startsWith("ended with"))) {
            faults.add("DID NOT COME TO ITS END: " + probe);
        }
        String reason = known.get(probe);
        String embedded = cell(equal ? ours : without(ours, theirs));
        String apache = equal ? "the same" : cell(without(theirs, ours));
        table.add("| " + probe + " | " + embedded + " | " + apache + " | " + (equal ? "yes" : reason == null ? "**no**" : "known") + " |");
        if (equal) {
            same++;
            if (reason != null) {
                faults.add("DIFFERS NO MORE, take it from known-differences.tsv: " + probe);
            }
            return;
        }
        different++;
        if (reason == null) {
            faults.add(String.join(System.lineSeparator(), "DIFFERS: " + probe, "  embedded: " + without(ours, theirs), "  apache:   " + without(theirs, ours)));
        } else {
            differences.addAll(List.of("* **" + probe + "**: " + reason, "  - embedded: " + embedded, "  - apache: " + apache));
        }
    }

    private static List<String> without(List<String> some, List<String> others) {
        List<String> rest = new ArrayList<>(some);
        others.forEach(rest::remove);
        return rest;
    }

    private static String cell(List<String> seen) {
        String text = String.join("; ", seen);
        String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
        return shown.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*");
    }

    private String summary() {
        int accounted = differences.size() / 3;
        return table.size() + " probes: " + same + " the same, " + accounted + " known to differ, " + (different - accounted) + " not accounted for";
    }

    private String document() {
        List<String> lines = new ArrayList<>(List.of(
                "# Conformance",
                "",
                "Written by `mvn -B -Pconformance verify -pl conformance/compare -am`; not by hand. Every probe is put to the packaged",
                "embedded engine and to Apache Kafka 4.3.1 (its own test kit), each with three brokers and one controller, in a JVM",
                "and with a class path of its own, over kafka-clients 4.3.1 and requests written by hand. A difference that is not",
                "accounted for fails the build. Apache Kafka is right.",
                "",
                "**" + summary() + ".**",
                "",
                "## Known differences",
                ""));
        lines.addAll(differences);
        lines.addAll(List.of("", "## All probes", "", "| behaviour | embedded | apache | same |", "|---|---|---|---|"));
        lines.addAll(table);
        return String.join("\n", lines) + "\n";
    }
}
