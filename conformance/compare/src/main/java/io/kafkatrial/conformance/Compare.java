/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Puts every row to the embedded engine and to the truth, each in a JVM of its own, writes the table, and fails on a
 * difference nobody has accounted for, or one accounted for that is no more. Arguments: the folder of the conformance
 * modules; the truth, {@code apache} or {@code container} for Kafka Trial's other engines or {@code kit} for Kafka's own in one JVM; what is
 * wanted: {@code all}, {@code ci} for the subset, or parts of names with commas between. Only the whole against
 * {@code apache} is written to docs/conformance.md, everything else below target.
 */
final class Compare {

    /** A member's host, where clients come to containers from: this machine, by the first address of their network. */
    private static final Pattern IN_NETWORK = Pattern.compile("/(?:10|172|192)\\.\\d{1,3}\\.\\d{1,3}\\.1");

    private Compare() {}

    public static void main(String[] args) throws Exception {
        Path modules = Path.of(args[0]);
        String truth = args[1];
        String wanted = args[2];
        Path work = Files.createDirectories(modules.resolve("compare/target/seen"));
        Path docs = modules.resolve("../docs/conformance.md");
        long begin = System.currentTimeMillis();
        Subject embedded = Subject.start(modules.resolve("trial/target"), "embedded", wanted, work);
        Subject other = Subject.start(modules.resolve(truth.equals("kit") ? "kit/target" : "trial/target"), truth, wanted, work);
        Map<String, String> theirs = other.seen();
        if (truth.equals("container")) {
            theirs.replaceAll((row, seen) -> IN_NETWORK.matcher(seen).replaceAll("/127.0.0.1"));
        }
        Map<String, String> ours = embedded.seen();
        Table table = new Table(truth, KnownDifferences.of(truth));
        table.compare(ours, theirs, wanted.equals("all"));
        Checklist checklist = Checklist.read();
        if (wanted.equals("all") && truth.equals("apache")) {
            table.faults().addAll(checklist.check(ours.keySet(), modules.resolve("..")));
        }
        boolean whole = wanted.equals("all") && truth.equals("apache");
        Path document = whole ? docs : work.resolve("conformance.md");
        Files.writeString(document, new Document(table, checklist).text(), StandardCharsets.UTF_8);
        table.faults().forEach(System.out::println);
        System.out.println("conformance, embedded and " + truth + ": " + table.summary() + ", in "
                + (System.currentTimeMillis() - begin) / 1000 + " s: " + document.normalize());
        System.exit(table.faults().isEmpty() ? 0 : 1);
    }

    /** One side at work: a process that writes what it sees. */
    private record Subject(Process process, Path seenFile, Path log) {

        static Subject start(Path target, String name, String wanted, Path work) throws IOException {
            Path seen = work.resolve(name + ".tsv");
            Path log = work.resolve(name + ".log");
            String main = name.equals("kit") ? "KitMain" : "TrialMain";
            String classPath = target.resolve("classes") + java.io.File.pathSeparator
                    + Files.readString(target.resolve("dependencies.txt")).trim();
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-Dtrial.engine=" + name,
                            "-cp",
                            classPath,
                            "io.kafkatrial.conformance." + main,
                            seen.toString(),
                            wanted)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new Subject(process, seen, log);
        }

        Map<String, String> seen() throws IOException, InterruptedException {
            if (process.waitFor() != 0) {
                throw new IOException("ended with " + process.exitValue() + ", see " + log);
            }
            return Pairs.of(Files.readAllLines(seenFile, StandardCharsets.UTF_8));
        }
    }
}
